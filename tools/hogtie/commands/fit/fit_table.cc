#include "tools/hogtie/commands/fit/fit_table.h"

#include <string_view>

#include "core/statistics/ks_distance.h"
#include "core/text/quote.h"
#include "core/text/shell_word.h"
#include "tools/hogtie/commands/run/run_table.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

/// Cells of a distribution: mean, three quantiles and maximum.
constexpr std::size_t kParts = 5;

struct Quantity {
  std::string_view name;
  CountDistribution RunFigures::*of;
};

/// All that there are: slices only where workers outnumbered processors, delays only of algorithms
/// that have some.
std::vector<Quantity> quantities(const FitReport& report) {
  std::vector<Quantity> quantities{{"run", &RunFigures::runs}, {"stall", &RunFigures::stalls}};
  if (report.histogram.has_processors()) quantities.push_back({"slice", &RunFigures::slices});
  quantities.push_back({"contention", &RunFigures::contention});
  if (report.fitted.delays.count() > 0) quantities.push_back({"delay", &RunFigures::delays});
  return quantities;
}

/// What the fit is held against.
const RunFigures& yardstick(const FitReport& report) {
  return report.held_out ? *report.held_out : report.fitted;
}

/// From nothing there is no distance.
Cell distance_between(const RunFigures& a, const RunFigures& b, const Quantity& quantity) {
  if ((a.*quantity.of).count() == 0 || (b.*quantity.of).count() == 0) return {};
  return ks_distance(a.*quantity.of, b.*quantity.of);
}

Cell reachable(const FitReport& report, const Quantity& quantity) {
  if (!report.held_out || report.interrupted) return {};
  return distance_between(report.fitted, *report.held_out, quantity);
}

Cell distance(const FitReport& report, const Quantity& quantity) {
  if (report.interrupted) return {};
  return distance_between(report.simulated, yardstick(report), quantity);
}

void add(const RunFigures& figures, const Quantity& quantity, std::vector<Cell>& row) {
  const CountDistribution& distribution = figures.*quantity.of;
  if (distribution.count() == 0) {
    row.resize(row.size() + kParts);
    return;
  }
  row.emplace_back(distribution.mean());
  for (const std::uint32_t percent : {50U, 90U, 99U}) {
    row.emplace_back(distribution.quantile(percent));
  }
  row.emplace_back(distribution.maximum());
}

std::string count_text(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

Table text_table(const FitReport& report) {
  Table table({{"quantity", ""},
               {"of", ""},
               {"mean", ""},
               {"median", ""},
               {"90 %", ""},
               {"99 %", ""},
               {"largest", ""},
               {"distance", ""}});
  for (const Quantity& quantity : quantities(report)) {
    const auto add_line = [&](const char* of, const RunFigures& figures, Cell distance) {
      std::vector<Cell> row{std::string(quantity.name), std::string(of)};
      add(figures, quantity, row);
      row.push_back(std::move(distance));
      table.add_row(std::move(row));
    };
    if (report.held_out) add_line("held out", *report.held_out, {});
    add_line("fitted to", report.fitted, reachable(report, quantity));
    add_line("simulated", report.simulated, distance(report, quantity));
  }
  return table;
}

}  // namespace

std::vector<std::string> fit_comments(const FitRequest& request, const FitReport& report) {
  const proto::Experiment& experiment = report.experiment;
  std::vector<std::string> lines;
  lines.push_back("Fitted by `hogtie fit`, for the adversary `histogram`.");
  std::string machine = proto::MachineKind_Name(experiment.machine().kind());
  if (experiment.machine().kind() == proto::THREADS) {
    machine += ", order " + proto::MemoryOrder_Name(experiment.machine().order()) + ", layout " +
               proto::ModelLayout_Name(experiment.machine().layout());
  } else {
    machine += ", adversary " + experiment.adversary().name();
  }
  lines.push_back("workers: " + std::to_string(experiment.workers()) + "; machine: " + machine);
  if (report.histogram.has_processors()) {
    lines.push_back("processors: " + std::to_string(report.histogram.processors()));
  }
  lines.push_back("objective: " + experiment.objective().name() +
                  "; algorithm: " + experiment.algorithm().name() + ", " +
                  std::to_string(experiment.algorithm().iterations()) + " iterations");
  for (std::size_t k = 0; k < report.fitted_traces; ++k) {
    lines.push_back("trace: " + request.traces[k]);
  }
  return lines;
}

Table fit_table(const FitReport& report) {
  std::vector<Column> columns{{"quantity", ""}};
  for (const char* const of : {"fitted", "held_out", "simulated"}) {
    for (const char* const part : {"_mean", "_median", "_p90", "_p99", "_max"}) {
      columns.push_back({std::string(of) + part, ""});
    }
  }
  columns.push_back({"simulated_to_held_out", ""});
  columns.push_back({"simulated_to_fitted", ""});
  columns.push_back({"fitted_to_held_out", ""});
  Table table(std::move(columns));
  for (const Quantity& quantity : quantities(report)) {
    std::vector<Cell> row{std::string(quantity.name)};
    add(report.fitted, quantity, row);
    if (report.held_out) {
      add(*report.held_out, quantity, row);
    } else {
      row.resize(row.size() + kParts);
    }
    add(report.simulated, quantity, row);
    row.push_back(report.held_out ? distance(report, quantity) : Cell());
    row.push_back(report.interrupted ? Cell()
                                     : distance_between(report.simulated, report.fitted, quantity));
    row.push_back(reachable(report, quantity));
    table.add_row(std::move(row));
  }
  return table;
}

void write_fit(const FitRequest& request, const FitReport& report, std::ostream& out) {
  const proto::ScheduleHistogram& histogram = report.histogram;
  out << histogram.runs_size() << " bins of " << report.fitted.runs.count() << " runs";
  if (histogram.has_processors()) {
    out << ", " << histogram.stalls_size() << " of " << report.fitted.stalls.count()
        << " stalls and " << histogram.slices_size() << " of " << report.fitted.slices.count()
        << " slices, of " << report.experiment.workers() << " workers on "
        << count_text(histogram.processors(), "processor");
  } else {
    out << " and " << histogram.stalls_size() << " of " << report.fitted.stalls.count()
        << " stalls, of " << report.experiment.workers() << " workers";
  }
  out << " in " << count_text(report.fitted_traces, "trace") << ", are in "
      << printable(request.schedule_file) << "\n\n";
  write_text(text_table(report), out);
  out << "\nruns, stalls and slices in steps, contention and delay in iterations; the distance is "
         "that of "
         "Kolmogorov and Smirnov\n"
      << (report.held_out
              ? "from what was held out: that of the traces fitted to is what a fit can "
                "reach\n"
              : "from what it was fitted to, so that the fit looks better than it is: "
                "hold it against other traces, with '--held-out'\n")
      << "\nto simulate more workers, "
      << (histogram.has_processors() ? "on as many processors" : "each on a processor of its own")
      << ": hogtie run --set workers=64 --set adversary=histogram --set "
      << shell_word("adversary.schedule_file=" + request.schedule_file) << '\n';
}

}  // namespace hogtie
