#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "core/random/trial_seed.h"
#include "tools/hogtie/cli/settings_json.h"
#include "tools/hogtie/commands/run/run_table.h"
#include "tools/hogtie/commands/trials/trials_summary.h"
#include "tools/hogtie/output/json.h"

namespace hogtie {
namespace {

Json json_of(const std::optional<std::uint64_t>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json json_of(const std::optional<double>& value) {
  return value ? number_json(*value) : Json(nullptr);
}

/// Null of no numbers; see interval_cell for the ends of the interval.
Json json_of(const Moments& moments, double confidence) {
  if (moments.count() == 0) return nullptr;
  const Interval interval = moments.mean_interval(confidence);
  Json json = {{"trials", moments.count()}, {"mean", number_json(moments.mean())}};
  if (std::isfinite(interval.low)) json["low"] = interval.low;
  if (std::isfinite(interval.high)) json["high"] = interval.high;
  json["least"] = number_json(moments.least());
  json["most"] = number_json(moments.most());
  return json;
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

Json worst_of(const TrialsSummary& summary, const WorstTrial& worst) {
  Json json = {{"trial", worst.trial},
               {"seed", wide_integer_json(trial_seed(summary.experiment.seed(), worst.trial))}};
  put(json, "hitting_time", json_of(worst.hitting_time));
  put(json, "final_distance", json_of(worst.final_distance));
  put(json, "final_loss", number_json(worst.final_loss));
  put(json, "replay", trial_command_line(summary.experiment, worst.trial));
  return json;
}

}  // namespace

void write_trials_json(const TrialsSummary& summary, std::ostream& out) {
  const TrialTally& tally = summary.report.tally;
  const Interval failure = tally.failure_interval(summary.confidence);
  Json json;
  json["experiment"] = settings_json(summary.experiment, settings_of(summary.experiment));
  json["trials"] = tally.trials;
  json["trials_asked"] = summary.asked;
  json["end"] = end_text(summary.report);
  json["confidence"] = summary.confidence;
  json["failures"] = tally.failures();
  put(json["failure_probability"], "value", json_of(failure_share(tally)));
  json["failure_probability"].update(Json{{"low", failure.low}, {"high", failure.high}});
  json["cut_short"] = tally.cut_short;
  json["not_finite"] = tally.not_finite;
  json["left_ball"] = tally.left_ball;
  json["steps"] = tally.steps;
  Json hitting_time = {{"reached", tally.hitting_times.count()}, {"censored", tally.failures()}};
  put(hitting_time, "p10", json_of(tally.hitting_time_quantile(10)));
  put(hitting_time, "p25", json_of(tally.hitting_time_quantile(25)));
  put(hitting_time, "median", json_of(tally.hitting_time_quantile(50)));
  put(hitting_time, "p90", json_of(tally.hitting_time_quantile(90)));
  put(hitting_time, "p99", json_of(tally.hitting_time_quantile(99)));
  json["hitting_time"] = std::move(hitting_time);
  put(json, "final_distance", json_of(tally.final_distance, summary.confidence));
  put(json, "final_loss", json_of(tally.final_loss, summary.confidence));
  put(json, "final_gradient_norm", json_of(tally.final_gradient_norm, summary.confidence));
  if (tally.contention.count() > 0) {
    json["tau_max"] = tally.contention.maximum();
    json["tau_avg"] = tally.contention.mean();
  }
  put(json, "contention", json_of(tally.contention));
  put(json, "delay_by_start", json_of(tally.delays[kByStart]));
  put(json, "delay_by_first_update", json_of(tally.delays[kByFirstUpdate]));
  put(json, "delay_by_end", json_of(tally.delays[kByEnd]));
  json["squared_distance"] = curve_of(summary, tally.curve);
  json["loss"] = curve_of(summary, tally.losses);
  if (tally.worst.has_value()) json["worst"] = worst_of(summary, *tally.worst);
  out << json_document(json) << '\n';
}

}  // namespace hogtie
