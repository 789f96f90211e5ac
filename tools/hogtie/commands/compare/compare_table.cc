#include "tools/hogtie/commands/compare/compare_table.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/statistics/median_interval.h"
#include "core/statistics/tail.h"
#include "core/text/number.h"
#include "tools/hogtie/commands/run/run_table.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

Cell count(std::uint32_t value) {
  return std::uint64_t{value};
}

/// Iterations by a bound, of which there may be up to 2^63.
Cell wide_cell(const std::optional<std::uint64_t>& value) {
  return value ? Cell(WideInteger{*value}) : Cell();
}

std::string schedule_name(const Side& side) {
  return side.on_threads() ? "threads" : side.adversary;
}

template <class Value>
std::string interval_text(const std::optional<Value>& low, const std::optional<Value>& high) {
  return "[" + cell_text(optional_cell(low)) + ", " + cell_text(optional_cell(high)) + "]";
}

double missed_share(const TrialTally& tally) {
  return static_cast<double>(tally.failures()) / static_cast<double>(tally.trials);
}

/// Empty where there is nothing to take a mean of.
Cell mean_cell(const Moments& moments) {
  return moments.count() == 0 ? Cell() : Cell(moments.mean());
}

/// E||x_t-x*||² at the end of the curve; none where no trial came to it.
Cell last_of_curve(const TrialTally& tally) {
  const Moments& last = tally.curve.back();
  return mean_cell(last);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// None where the algorithm cannot do without fetch&adds.
Cell lost_share(const ThreadFigures& figures) {
  if (figures.racy_updates == 0) return {};
  return static_cast<double>(figures.lost_updates) / static_cast<double>(figures.racy_updates);
}

/// The median over the trials of how many times as fast an unrecorded one is.
double probe_effect(const ThreadFigures& figures) {
  std::vector<double> ratios;
  for (std::size_t k = 0; k < figures.recorded_rates.size(); ++k) {
    ratios.push_back(figures.unrecorded_rates[k] / figures.recorded_rates[k]);
  }
  return median(std::move(ratios));
}

// Tables for people.

/// Empty cells of nothing, as delays of an algorithm that has none.
void add_distribution(const CountDistribution& distribution, std::vector<Cell>& row) {
  constexpr std::size_t kCells = 5;
  if (distribution.count() == 0) {
    row.resize(row.size() + kCells);
    return;
  }
  row.emplace_back(distribution.mean());
  for (const std::uint32_t percent : {50U, 90U, 99U}) {
    row.emplace_back(distribution.quantile(percent));
  }
  row.emplace_back(distribution.maximum());
}

Table distribution_text(const CompareReport& report,
                        const CountDistribution& (*distribution)(const TrialTally&)) {
  Table table({{"schedule", ""},
               {"n", ""},
               {"mean", ""},
               {"median", ""},
               {"90 %", ""},
               {"99 %", ""},
               {"largest", ""}});
  for (const SideReport& side : report.sides) {
    if (distribution(side.trials.tally).count() == 0) continue;
    std::vector<Cell> row{schedule_name(side.side), count(side.side.workers)};
    add_distribution(distribution(side.trials.tally), row);
    table.add_row(std::move(row));
  }
  return table;
}

Table convergence_text(const CompareReport& report) {
  Table table({{"schedule", ""},
               {"n", ""},
               {"hits at", ""},
               {"interval", ""},
               {"reached", ""},
               {"price", ""},
               {"interval of it", ""},
               {"||x_T-x*||^2", ""},
               {"f(X)", ""}});
  for (const SideReport& side : report.sides) {
    const TrialTally& tally = side.trials.tally;
    table.add_row({schedule_name(side.side), count(side.side.workers),
                   optional_cell(side.hitting_time.median),
                   interval_text(side.hitting_time.low, side.hitting_time.high),
                   std::to_string(tally.hitting_times.count()) + "/" + std::to_string(tally.trials),
                   optional_cell(side.price.value), interval_text(side.price.low, side.price.high),
                   last_of_curve(tally), mean_cell(tally.final_loss)});
  }
  return table;
}

Table bound_text(const CompareRequest& request, const CompareReport& report) {
  Table table({{"schedule", ""},
               {"n", ""},
               {"tau_max", ""},
               {"missed", ""},
               {"interval", ""},
               {"bound", ""},
               {"A/M^2", ""},
               {"price", ""},
               {"its alpha", ""},
               {"its T", ""},
               {"hits at", ""}});
  for (const SideReport& side : report.sides) {
    const TrialTally& tally = side.trials.tally;
    const Interval interval = tally.failure_interval(request.confidence);
    table.add_row({schedule_name(side.side), count(side.side.workers), tally.contention.maximum(),
                   missed_share(tally),
                   interval_text(std::optional(interval.low), std::optional(interval.high)),
                   optional_cell(side.bound.failure), optional_cell(side.bound.price),
                   optional_cell(side.price.value), optional_cell(side.bound.step_size),
                   optional_cell(side.bound.time), optional_cell(side.hitting_time.median)});
  }
  return table;
}

Table threads_text(const CompareReport& report) {
  Table table({{"n", ""},
               {"switches", ""},
               {"recorded", "updates/s"},
               {"unrecorded", "updates/s"},
               {"ratio", ""},
               {"begun during, recorded", ""},
               {"begun during, unrecorded", ""},
               {"largest, recorded", ""},
               {"largest, unrecorded", ""},
               {"racy loses", ""}});
  for (const SideReport& side : report.sides) {
    if (!side.trials.threads) continue;
    const ThreadFigures& figures = *side.trials.threads;
    table.add_row({count(side.side.workers), figures.switches, median(figures.recorded_rates),
                   median(figures.unrecorded_rates), probe_effect(figures),
                   figures.recorded_begun_during.mean(), figures.unrecorded_begun_during.mean(),
                   figures.recorded_begun_during.maximum(),
                   figures.unrecorded_begun_during.maximum(), lost_share(figures)});
  }
  return table;
}

Cell statistic(const std::optional<PermutationTest>& test) {
  return test ? Cell(test->statistic) : Cell();
}
Cell p_value(const std::optional<PermutationTest>& test) {
  return test ? Cell(test->p_value) : Cell();
}

Table pairs_text(const CompareReport& report) {
  Table table(
      {{"schedule", ""}, {"n", ""}, {"contention", ""}, {"p", ""}, {"delay", ""}, {"p of it", ""}});
  for (const PairReport& pair : report.pairs) {
    table.add_row({pair.adversary, count(pair.workers), pair.contention.statistic,
                   pair.contention.p_value, statistic(pair.delays), p_value(pair.delays)});
  }
  return table;
}

void write_people(const CompareRequest& request, const CompareReport& report, std::ostream& out) {
  const proto::Algorithm& algorithm = report.experiment.algorithm();
  if (report.interrupted) {
    out << report.trials() << " of " << trials_in_all(request) << " trials (interrupted)";
  } else {
    out << request.trials << (request.trials == 1 ? " trial" : " trials") << " each";
  }
  out << ", alpha = " << format_six_digits(algorithm.step_size()) << ", "
      << report.curve_times.back() << " iterations; intervals of "
      << format_six_digits(100 * request.confidence) << " %\n";
  // After an interrupt some are empty.
  const auto section = [&](const char* title, const Table& table) {
    if (table.rows().empty()) return;
    out << '\n' << title << '\n';
    write_text(table, out);
  };
  section("contention of an iteration",
          distribution_text(report, [](const TrialTally& tally) -> const CountDistribution& {
            return tally.contention;
          }));
  section("delay of an iteration, in the order by first update",
          distribution_text(report, [](const TrialTally& tally) -> const CountDistribution& {
            return tally.delays[kByFirstUpdate];
          }));
  section("convergence", convergence_text(report));
  section("Corollary 6.7 at the largest contention", bound_text(request, report));
  section("simulated against threads with as many workers: Kolmogorov-Smirnov distances",
          pairs_text(report));
  section("threads, recorded and not", threads_text(report));
  out << '\n';
  write_list(
      "what the figures mean",
      {{"hits at",
        "median hitting time of the success region, in iterations; - where less than half of the "
        "trials hit"},
       {"price", "that in units of sequential's, with the same alpha"},
       {"||x_T-x*||^2", "the mean over the trials of the last iterate; f(X) that of the model"},
       {"missed", "share of the trials that did not reach the success region, P(F_T)"},
       {"bound", "on P(F_T) at this alpha; - where it asks for a smaller one"},
       {"A/M^2", "price of asynchrony by Corollary 6.7"},
       {"its alpha", "recommended by Corollary 6.7; its T: with that, P(F_T) <= 1/2 from there on"},
       {"p", "of a permutation test over trials: small where the two differ"},
       {"switches", "how often another worker follows in the schedules, in all trials"},
       {"recorded", "median of the iterations per second; ratio: the median over pairs of runs"},
       {"begun during",
        "iterations that others begin in the course of one: all that is known of the contention "
        "of what is not recorded"},
       {"racy loses",
        "share of the updates of coordinates that are overwritten where each is a load and a store "
        "(machine.order=RACY_COUNTED); a fetch&add loses none"}},
      out);
}

// Tables for programs: the first columns, "schedule" and "workers", are the key of a row.

std::vector<Column> with_key(const std::vector<std::string>& names) {
  std::vector<Column> columns{{"schedule", ""}, {"workers", ""}};
  for (const std::string& name : names) columns.push_back({name, ""});
  return columns;
}

void add_names(const std::string& of, std::vector<std::string>& names) {
  for (const char* const part : {"_mean", "_median", "_p90", "_p99", "_max"}) {
    names.push_back(of + part);
  }
}

std::vector<std::string> side_names() {
  std::vector<std::string> names{"trials", "iterations", "steps"};
  for (const char* const of :
       {"contention", "delay_by_start", "delay_by_first_update", "delay_by_end"}) {
    add_names(of, names);
  }
  for (const char* const name : {"reached",
                                 "hitting_time",
                                 "hitting_time_low",
                                 "hitting_time_high",
                                 "price",
                                 "price_low",
                                 "price_high",
                                 "missed",
                                 "missed_low",
                                 "missed_high",
                                 "left_ball",
                                 "not_finite",
                                 "final_distance_mean",
                                 "final_distance_low",
                                 "final_distance_high",
                                 "final_loss_mean",
                                 "final_loss_low",
                                 "final_loss_high",
                                 "final_gradient_norm_mean",
                                 "final_gradient_norm_low",
                                 "final_gradient_norm_high",
                                 "corollary_6_7_failure",
                                 "corollary_6_7_price",
                                 "corollary_6_7_alpha",
                                 "corollary_6_7_iterations",
                                 "switches",
                                 "recorded_updates_per_second",
                                 "unrecorded_updates_per_second",
                                 "unrecorded_to_recorded"}) {
    names.emplace_back(name);
  }
  add_names("recorded_begun_during", names);
  add_names("unrecorded_begun_during", names);
  names.insert(names.end(), {"racy_updates", "lost_updates"});
  return names;
}

/// Empty where there is nothing to take a mean of.
void add_mean(const Moments& moments, double confidence, std::vector<Cell>& row) {
  if (moments.count() == 0) {
    row.resize(row.size() + 3);
    return;
  }
  const Interval interval = moments.mean_interval(confidence);
  row.insert(row.end(),
             {moments.mean(), interval_cell(interval.low), interval_cell(interval.high)});
}

std::vector<Cell> side_row(const CompareRequest& request, const SideReport& side) {
  const TrialTally& tally = side.trials.tally;
  const Interval missed = tally.failure_interval(request.confidence);
  std::vector<Cell> row{schedule_name(side.side), count(side.side.workers), tally.trials,
                        side.trials.iterations, tally.steps};
  add_distribution(tally.contention, row);
  for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
    add_distribution(tally.delays[order], row);
  }
  row.insert(row.end(),
             {tally.hitting_times.count(), optional_cell(side.hitting_time.median),
              optional_cell(side.hitting_time.low), optional_cell(side.hitting_time.high),
              optional_cell(side.price.value), optional_cell(side.price.low),
              optional_cell(side.price.high), missed_share(tally), missed.low, missed.high,
              tally.left_ball, tally.not_finite});
  add_mean(tally.final_distance, request.confidence, row);
  add_mean(tally.final_loss, request.confidence, row);
  add_mean(tally.final_gradient_norm, request.confidence, row);
  row.insert(row.end(), {optional_cell(side.bound.failure), optional_cell(side.bound.price),
                         optional_cell(side.bound.step_size), wide_cell(side.bound.time)});
  if (const auto& figures = side.trials.threads) {
    row.insert(row.end(), {figures->switches, median(figures->recorded_rates),
                           median(figures->unrecorded_rates), probe_effect(*figures)});
    add_distribution(figures->recorded_begun_during, row);
    add_distribution(figures->unrecorded_begun_during, row);
    if (figures->racy_updates > 0) {
      row.insert(row.end(), {figures->racy_updates, figures->lost_updates});
    }
  }
  row.resize(2 + side_names().size());
  return row;
}

Table sides_table(const CompareRequest& request, const CompareReport& report) {
  Table table(with_key(side_names()));
  for (const SideReport& side : report.sides) table.add_row(side_row(request, side));
  return table;
}

Table pairs_table(const CompareReport& report) {
  Table table(
      with_key({"contention_ks", "contention_ks_p", "delay_ks", "delay_ks_p", "divisions"}));
  for (const PairReport& pair : report.pairs) {
    table.add_row({pair.adversary, count(pair.workers), pair.contention.statistic,
                   pair.contention.p_value, statistic(pair.delays), p_value(pair.delays),
                   pair.contention.divided});
  }
  return table;
}

Table curve_table(const CompareRequest& request, const CompareReport& report) {
  Table table(with_key({"at", "curve_trials", "squared_distance_mean", "squared_distance_low",
                        "squared_distance_high", "loss_mean", "loss_low", "loss_high"}));
  for (const SideReport& side : report.sides) {
    for (std::size_t k = 0; k < report.curve_times.size(); ++k) {
      const Moments& losses = side.trials.tally.losses[k];
      if (losses.count() == 0) break;
      std::vector<Cell> row{schedule_name(side.side), count(side.side.workers),
                            report.curve_times[k], losses.count()};
      add_mean(side.trials.tally.curve[k], request.confidence, row);
      add_mean(losses, request.confidence, row);
      table.add_row(std::move(row));
    }
  }
  return table;
}

Table tail_table(const CompareReport& report, const std::string& of,
                 const CountDistribution& (*distribution)(const TrialTally&)) {
  Table table(with_key({"at", of + "_at_least"}));
  for (const SideReport& side : report.sides) {
    for (const TailPoint& point : tail_of(distribution(side.trials.tally))) {
      table.add_row({schedule_name(side.side), count(side.side.workers), point.value, point.share});
    }
  }
  return table;
}

struct NamedTable {
  std::string_view name;
  Table table;
};

std::vector<NamedTable> tables(const CompareRequest& request, const CompareReport& report) {
  std::vector<NamedTable> tables;
  tables.push_back({"sides", sides_table(request, report)});
  tables.push_back({"pairs", pairs_table(report)});
  tables.push_back({"curve", curve_table(request, report)});
  tables.push_back(
      {"contention_tail",
       tail_table(report, "contention", [](const TrialTally& tally) -> const CountDistribution& {
         return tally.contention;
       })});
  tables.push_back(
      {"delay_tail",
       tail_table(report, "delay", [](const TrialTally& tally) -> const CountDistribution& {
         return tally.delays[kByFirstUpdate];
       })});
  return tables;
}

/// A row for each figure that there is.
Table long_table(const std::vector<NamedTable>& tables) {
  Table all(with_key({"quantity", "at", "value"}));
  for (const NamedTable& named : tables) {
    const std::vector<Column>& columns = named.table.columns();
    const std::size_t first = columns[2].name == "at" ? 3 : 2;
    for (const std::vector<Cell>& row : named.table.rows()) {
      for (std::size_t k = first; k < row.size(); ++k) {
        if (std::holds_alternative<std::monostate>(row[k])) continue;
        all.add_row({row[0], row[1], columns[k].name, first == 3 ? row[2] : Cell(), row[k]});
      }
    }
  }
  return all;
}

}  // namespace

void write_compare(const CompareRequest& request, const CompareReport& report, Format format,
                   std::ostream& out) {
  if (format == Format::kText) {
    write_people(request, report, out);
    return;
  }
  const std::vector<NamedTable> all = tables(request, report);
  if (format == Format::kCsv) {
    write_csv(long_table(all), out);
    return;
  }
  const char* separator = "{\n";
  for (const NamedTable& named : all) {
    out << separator << '"' << named.name << "\":\n";
    write_json(named.table, out);
    separator = ",\n";
  }
  out << "}\n";
}

}  // namespace hogtie
