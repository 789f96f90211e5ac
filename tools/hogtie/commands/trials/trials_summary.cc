#include "tools/hogtie/commands/trials/trials_summary.h"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "core/random/trial_seed.h"
#include "core/text/number.h"
#include "tools/hogtie/commands/run/run_table.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

using Entry = std::pair<std::string, std::string>;
using Entries = std::vector<Entry>;

struct NamedDistribution {
  std::string_view name;
  const CountDistribution& distribution;
};

std::array<NamedDistribution, 4> distributions(const TrialTally& tally) {
  return {{{"contention", tally.contention},
           {"delay_by_start", tally.delays[kByStart]},
           {"delay_by_first_update", tally.delays[kByFirstUpdate]},
           {"delay_by_end", tally.delays[kByEnd]}}};
}

constexpr std::array<std::uint32_t, 5> kHittingPercents{10, 25, 50, 90, 99};

std::string with_interval(const Cell& value, const Interval& interval) {
  return cell_text(value) + " [" + cell_text(interval_cell(interval.low)) + ", " +
         cell_text(interval_cell(interval.high)) + "]";
}

std::string mean_text(const Moments& moments, double confidence) {
  if (moments.count() == 0) return cell_text({});
  return with_interval(moments.mean(), moments.mean_interval(confidence));
}

std::string trials_text(const TrialsSummary& summary) {
  const std::uint64_t done = summary.report.tally.trials;
  std::string text = std::to_string(done);
  if (done < summary.asked) {
    text += " of " + std::to_string(summary.asked) + " (" + end_text(summary.report) + ")";
  }
  return text;
}

std::string quantile_text(const TrialTally& tally, std::uint32_t percent) {
  const auto value = tally.hitting_time_quantile(percent);
  return value ? std::to_string(*value) : "not reached";
}

void write_result_list(const TrialsSummary& summary, std::ostream& out) {
  const TrialTally& tally = summary.report.tally;
  const double confidence = summary.confidence;
  Entries entries{
      {"trials", trials_text(summary)},
      {"P(F_T)",
       with_interval(optional_cell(failure_share(tally)), tally.failure_interval(confidence)) +
           ", success region missed in " + std::to_string(tally.failures())},
  };
  if (tally.cut_short > 0) {
    entries.emplace_back("cut short",
                         std::to_string(tally.cut_short) +
                             " (limit on steps or memory, crashes, or nobody who can go on)");
  }
  if (tally.not_finite > 0) {
    entries.emplace_back("not finite",
                         std::to_string(tally.not_finite) +
                             " (numbers left the range of doubles; the means are of the others)");
  }
  if (tally.left_ball > 0) {
    entries.emplace_back(
        "left the ball",
        std::to_string(tally.left_ball) + " (a view or iterate, where M does not bound gradients)");
  }
  for (const std::uint32_t percent : kHittingPercents) {
    entries.emplace_back(
        percent == 50 ? "hitting time, median" : "hitting time, " + std::to_string(percent) + " %",
        quantile_text(tally, percent));
  }
  const bool has_distance = tally.worst && tally.worst->final_distance;
  if (has_distance) {
    entries.emplace_back("final ||x-x*||", mean_text(tally.final_distance, confidence));
  }
  entries.emplace_back("final f(x)", mean_text(tally.final_loss, confidence));
  entries.emplace_back("final ||grad f(x)||", mean_text(tally.final_gradient_norm, confidence));
  if (tally.contention.count() > 0) {
    entries.emplace_back("tau_max", std::to_string(tally.contention.maximum()) + " iterations");
    entries.emplace_back("tau_avg", cell_text(tally.contention.mean()) + " iterations");
  }
  write_list("result, intervals of confidence " + format_number(confidence), entries, out);
}

/// The curve of distances, or of losses if there are none.
Table curve_table(const TrialsSummary& summary) {
  const TrialTally& tally = summary.report.tally;
  const bool has_distances = tally.worst->final_distance.has_value();
  Table table({{"t", ""},
               {"trials", ""},
               {has_distances ? "mean ||x_t-x*||^2" : "mean f(x_t)", ""},
               {"low", ""},
               {"high", ""},
               {"least", ""},
               {"most", ""}});
  for (std::size_t k = 0; k < summary.curve_times.size(); ++k) {
    const Moments& moments = (has_distances ? tally.curve : tally.losses)[k];
    if (moments.count() == 0) break;
    const Interval interval = moments.mean_interval(summary.confidence);
    table.add_row({summary.curve_times[k], moments.count(), moments.mean(),
                   interval_cell(interval.low), interval_cell(interval.high), moments.least(),
                   moments.most()});
  }
  return table;
}

Table delay_table(const TrialTally& tally) {
  Table table(
      {{"iterations", ""}, {"mean", ""}, {"median", ""}, {"p90", ""}, {"p99", ""}, {"max", ""}});
  for (const auto& [name, distribution] : distributions(tally)) {
    if (distribution.count() == 0) continue;
    table.add_row({std::string(name), distribution.mean(), distribution.quantile(50),
                   distribution.quantile(90), distribution.quantile(99), distribution.maximum()});
  }
  return table;
}

void write_worst(const TrialsSummary& summary, std::ostream& out) {
  const WorstTrial& worst = *summary.report.tally.worst;
  const std::uint64_t seed = trial_seed(summary.experiment.seed(), worst.trial);
  const Entry end = worst.final_distance ? Entry("final ||x-x*||", cell_text(*worst.final_distance))
                                         : Entry("final f(x)", cell_text(worst.final_loss));
  write_list("worst trial",
             {{"trial", std::to_string(worst.trial)},
              {"seed", std::to_string(seed)},
              {"hitting time", worst.hitting_time ? std::to_string(*worst.hitting_time)
                                                  : std::string("not reached")},
              end},
             out);
}

}  // namespace

std::string end_text(const TrialsReport& report) {
  if (report.failure) return "failed";
  if (report.interrupted) return "interrupted";
  return report.narrow_enough ? "narrow enough" : "all run";
}

std::optional<double> failure_share(const TrialTally& tally) {
  if (tally.trials == 0) return std::nullopt;
  return static_cast<double>(tally.failures()) / static_cast<double>(tally.trials);
}

std::string trial_command_line(const proto::Experiment& experiment, std::uint64_t trial) {
  proto::Experiment alone = experiment;
  alone.set_seed(trial_seed(experiment.seed(), trial));
  return run_command_line(alone);
}

void write_trials_text(const TrialsSummary& summary, std::ostream& out) {
  write_settings(summary.experiment, out);
  out << '\n';
  write_result_list(summary, out);
  if (summary.report.tally.trials == 0) return;
  out << '\n';
  write_text(curve_table(summary), out);
  out << '\n';
  write_text(delay_table(summary.report.tally), out);
  out << '\n';
  write_worst(summary, out);
  out << "\nto run it again (every trial can be, by its seed): "
      << trial_command_line(summary.experiment, summary.report.tally.worst->trial) << '\n';
}

void write_trials_csv(const TrialsSummary& summary, std::ostream& out) {
  const TrialTally& tally = summary.report.tally;
  Table table(
      {{"quantity", ""}, {"t", ""}, {"trials", ""}, {"value", ""}, {"low", ""}, {"high", ""}});
  const auto add = [&](std::string_view quantity, Cell t, std::uint64_t count, Cell value,
                       Cell low = {}, Cell high = {}) {
    table.add_row({std::string(quantity), std::move(t), count, std::move(value), std::move(low),
                   std::move(high)});
  };
  const auto add_mean = [&](std::string_view quantity, Cell t, const Moments& moments) {
    if (moments.count() == 0) return;
    const Interval interval = moments.mean_interval(summary.confidence);
    add(quantity, std::move(t), moments.count(), moments.mean(), interval_cell(interval.low),
        interval_cell(interval.high));
  };
  const Interval failure = tally.failure_interval(summary.confidence);
  add("failure_probability", {}, tally.trials, optional_cell(failure_share(tally)), failure.low,
      failure.high);
  add("failures", {}, tally.trials, tally.failures());
  add("cut_short", {}, tally.trials, tally.cut_short);
  add("not_finite", {}, tally.trials, tally.not_finite);
  add("left_ball", {}, tally.trials, tally.left_ball);
  for (const std::uint32_t percent : kHittingPercents) {
    add("hitting_time_p" + std::to_string(percent), {}, tally.trials,
        optional_cell(tally.hitting_time_quantile(percent)));
  }
  add_mean("final_distance", {}, tally.final_distance);
  add_mean("final_loss", {}, tally.final_loss);
  add_mean("final_gradient_norm", {}, tally.final_gradient_norm);
  for (const auto& [name, distribution] : distributions(tally)) {
    if (distribution.count() == 0) continue;
    const std::string prefix(name);
    add(prefix + "_mean", {}, tally.trials, distribution.mean());
    for (const std::uint32_t percent : {50U, 90U, 99U}) {
      add(prefix + "_p" + std::to_string(percent), {}, tally.trials,
          distribution.quantile(percent));
    }
    add(prefix + "_max", {}, tally.trials, distribution.maximum());
  }
  for (std::size_t k = 0; k < summary.curve_times.size(); ++k) {
    if (tally.curve[k].count() == 0) break;
    add_mean("squared_distance", summary.curve_times[k], tally.curve[k]);
  }
  for (std::size_t k = 0; k < summary.curve_times.size(); ++k) {
    if (tally.losses[k].count() == 0) break;
    add_mean("loss", summary.curve_times[k], tally.losses[k]);
  }
  write_csv(table, out);
}

void write_trials(const TrialsSummary& summary, Format format, std::ostream& out) {
  switch (format) {
    case Format::kText:
      return write_trials_text(summary, out);
    case Format::kJson:
      return write_trials_json(summary, out);
    case Format::kCsv:
      return write_trials_csv(summary, out);
  }
}

}  // namespace hogtie
