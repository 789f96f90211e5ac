#include "tools/hogtie/commands/what_if/what_if_table.h"

#include <cmath>
#include <string>
#include <utility>

#include "tools/hogtie/commands/run/run_table.h"

namespace hogtie {
namespace {

/// Counts are far below 2^63.
Cell difference(const Cell& recorded, const Cell& changed) {
  if (const auto* a = std::get_if<std::uint64_t>(&recorded),
      *b = std::get_if<std::uint64_t>(&changed);
      a != nullptr && b != nullptr) {
    return static_cast<std::int64_t>(*b - *a);
  }
  if (const auto* a = std::get_if<double>(&recorded), *b = std::get_if<double>(&changed);
      a != nullptr && b != nullptr) {
    // Between two that are not finite there is none.
    const double difference = *b - *a;
    return std::isnan(difference) ? Cell() : Cell(difference);
  }
  return {};
}

class Rows {
 public:
  Rows(const WhatIfReport& report, Table& table) : report_(report), table_(table) {}

  template <class Figure>
  void add(std::string name, const Figure& figure) {
    const Cell recorded = figure(report_.recorded);
    const Cell changed = report_.has_changed ? figure(report_.changed) : Cell();
    table_.add_row({std::move(name), recorded, changed, difference(recorded, changed)});
  }

  /// A figure of the metrics that has a value if `has`.
  template <class Has, class Value>
  void add_metric(std::string name, const Has& has, const Value& value) {
    add(std::move(name), [&](const ContendedRun& run) {
      const proto::Metrics& metrics = run.run.metrics;
      return (metrics.*has)() ? Cell((metrics.*value)()) : Cell();
    });
  }

  template <class Delays>
  void add_delays(const std::string& order, const Delays& delays) {
    const auto add_delay = [&](const std::string& name, const auto& has, const auto& value) {
      add("delay_by_" + order + "_" + name, [&](const ContendedRun& run) {
        const proto::Delays& of_run = (run.run.metrics.*delays)();
        const bool any = run.run.metrics.iterations() > 0;
        return any && (of_run.*has)() ? Cell((of_run.*value)()) : Cell();
      });
    };
    add_delay("mean", &proto::Delays::has_mean, &proto::Delays::mean);
    add_delay("p99", &proto::Delays::has_p99, &proto::Delays::p99);
    add_delay("max", &proto::Delays::has_maximum, &proto::Delays::maximum);
  }

 private:
  const WhatIfReport& report_;
  Table& table_;
};

}  // namespace

Table what_if_table(const WhatIfReport& report) {
  using proto::Metrics;
  Table table({{"figure", ""}, {"recorded", ""}, {"changed", ""}, {"difference", ""}});
  Rows rows(report, table);
  rows.add("verdict",
           [](const ContendedRun& run) { return Cell(verdict_text(run.run.ending.verdict)); });
  rows.add_metric("steps", &Metrics::has_steps, &Metrics::steps);
  rows.add_metric("iterations", &Metrics::has_iterations, &Metrics::iterations);
  rows.add_metric("hitting_time", &Metrics::has_hitting_time, &Metrics::hitting_time);
  rows.add_metric("hitting_step", &Metrics::has_hitting_step, &Metrics::hitting_step);
  rows.add_metric("final_distance", &Metrics::has_final_distance, &Metrics::final_distance);
  rows.add_metric("final_loss", &Metrics::has_final_loss, &Metrics::final_loss);
  rows.add_metric("final_gradient_norm", &Metrics::has_final_gradient_norm,
                  &Metrics::final_gradient_norm);
  // Without iterations there is none.
  const auto add_contention = [&](const char* name, const auto& value) {
    rows.add(name, [&](const ContendedRun& run) {
      return run.contention.count() > 0 ? Cell(value(run.contention)) : Cell();
    });
  };
  add_contention("contention_mean", [](const CountDistribution& all) { return all.mean(); });
  add_contention("contention_p99", [](const CountDistribution& all) { return all.quantile(99); });
  add_contention("contention_max", [](const CountDistribution& all) { return all.maximum(); });
  rows.add_delays("start", &Metrics::delays_by_start);
  rows.add_delays("first_update", &Metrics::delays_by_first_update);
  rows.add_delays("end", &Metrics::delays_by_end);
  return table;
}

}  // namespace hogtie
