#include <nlohmann/json.hpp>
#include <optional>

#include "core/random/trial_seed.h"
#include "core/settings/listing.h"
#include "tools/hogtie/settings_json.h"
#include "tools/hogtie/trials_summary.h"

namespace hogtie {
namespace {

using Json = nlohmann::ordered_json;

Json json_count(const std::optional<std::uint64_t>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json optional_number(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json json_of(const Moments& moments, double confidence) {
  const Interval interval = moments.mean_interval(confidence);
  return {{"trials", moments.count()}, {"mean", moments.mean()},   {"low", interval.low},
          {"high", interval.high},     {"least", moments.least()}, {"most", moments.most()}};
}

Json json_of(const CountDistribution& distribution) {
  if (distribution.count() == 0) return nullptr;
  return {{"count", distribution.count()},       {"mean", distribution.mean()},
          {"median", distribution.quantile(50)}, {"p90", distribution.quantile(90)},
          {"p99", distribution.quantile(99)},    {"max", distribution.maximum()}};
}

Json curve_of(const TrialsSummary& summary, const std::vector<Moments>& curve) {
  Json points = Json::array();
  for (std::size_t k = 0; k < curve.size() && curve[k].count() > 0; ++k) {
    Json point = {{"t", summary.curve_times[k]}};
    point.update(json_of(curve[k], summary.confidence));
    points.push_back(std::move(point));
  }
  return points;
}

}  // namespace

void write_trials_json(const TrialsSummary& summary, std::ostream& out) {
  const TrialTally& tally = summary.report.tally;
  const Interval failure = tally.failure_interval(summary.confidence);
  Json json;
  json["experiment"] = settings_json(all_settings(summary.experiment));
  json["trials"] = tally.trials;
  json["trials_asked"] = summary.asked;
  json["end"] = end_text(summary.report);
  json["confidence"] = summary.confidence;
  json["failures"] = tally.failures();
  json["failure_probability"] = {
      {"value", tally.trials == 0 ? Json(nullptr)
                                  : Json(static_cast<double>(tally.failures()) /
                                         static_cast<double>(tally.trials))},
      {"low", failure.low},
      {"high", failure.high}};
  json["cut_short"] = tally.cut_short;
  json["left_ball"] = tally.left_ball;
  json["steps"] = tally.steps;
  json["hitting_time"] = {
      {"reached", tally.hitting_times.count()},
      {"censored", tally.failures()},
      {"p10", json_count(tally.hitting_time_quantile(10))},
      {"p25", json_count(tally.hitting_time_quantile(25))},
      {"median", json_count(tally.hitting_time_quantile(50))},
      {"p90", json_count(tally.hitting_time_quantile(90))},
      {"p99", json_count(tally.hitting_time_quantile(99))},
  };
  if (tally.final_distance.count() > 0) {
    json["final_distance"] = json_of(tally.final_distance, summary.confidence);
  }
  json["final_loss"] = json_of(tally.final_loss, summary.confidence);
  json["final_gradient_norm"] = json_of(tally.final_gradient_norm, summary.confidence);
  json["tau_max"] = tally.contention.maximum();
  json["tau_avg"] = tally.contention.mean();
  json["contention"] = json_of(tally.contention);
  json["delay_by_start"] = json_of(tally.delays[kByStart]);
  json["delay_by_first_update"] = json_of(tally.delays[kByFirstUpdate]);
  json["delay_by_end"] = json_of(tally.delays[kByEnd]);
  json["squared_distance"] = curve_of(summary, tally.curve);
  json["loss"] = curve_of(summary, tally.losses);
  if (tally.worst.has_value()) {
    json["worst"] = {{"trial", tally.worst->trial},
                     {"seed", trial_seed(summary.experiment.seed(), tally.worst->trial)},
                     {"hitting_time", json_count(tally.worst->hitting_time)},
                     {"final_distance", optional_number(tally.worst->final_distance)},
                     {"final_loss", tally.worst->final_loss},
                     {"replay", trial_command_line(summary.experiment, tally.worst->trial)}};
  }
  // Paths may be no UTF-8, which JSON must be.
  out << json.dump(2, ' ', true, Json::error_handler_t::replace) << '\n';
}

}  // namespace hogtie
