#include <algorithm>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/system/processors.h"
#include "sim/studies/run/run.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/interrupt.h"
#include "tools/hogtie/cli/report_failure.h"
#include "tools/hogtie/commands/run/run.h"
#include "tools/hogtie/commands/run/run_table.h"
#include "tools/hogtie/output/message.h"
#include "tools/hogtie/output/progress.h"
#include "tools/hogtie/output/results_aside.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

bool on_threads(const RunOptions& options) {
  return options.experiment.machine().kind() == proto::THREADS;
}

/// Trial k of an experiment: the same with the k-th seed.
proto::Experiment with_seed(const proto::Experiment& experiment, std::uint64_t k) {
  proto::Experiment copy = experiment;
  copy.set_seed(experiment.seed() + k);
  return copy;
}

/// One report at least; fewer than trials where an interrupt came between.
std::vector<RunReport> run_trials(const RunOptions& options, Interrupt& interrupt) {
  const char* const unit = on_threads(options) ? "iterations" : "steps";
  Progress progress(progress_stream(options.quiet), options.trials > 1 ? "trials" : unit);
  std::optional<Progress> simulated;
  const RunSetup setup(options.experiment);  // whose objective all share
  std::vector<RunReport> reports;
  for (std::uint64_t k = 0; k < options.trials; ++k) {
    Watch watch;
    watch.processors = usable_processors();
    watch.interrupted = &interrupt.flag();
    watch.began = [&] { interrupt.begin(); };
    if (options.trials == 1) {
      watch.progress = [&](std::uint64_t done) { progress.update(done); };
      watch.simulated = [&](std::uint64_t done, std::uint64_t all) {
        if (!simulated) {
          progress.erase();
          simulated.emplace(progress_stream(options.quiet), "recorded steps simulated");
        }
        simulated->update(done, all);
      };
    }
    const RunSetup trial(with_seed(options.experiment, k), setup);
    reports.push_back(run_experiment(trial, options.trace, watch));
    if (options.trials > 1) progress.update(k + 1, options.trials);
    if (interrupt.flag()) break;
  }
  return reports;
}

void write_summary(const std::vector<RunReport>& reports, std::ostream& out) {
  std::size_t successes = 0;
  for (const RunReport& report : reports)
    if (report.metrics.has_hitting_time()) ++successes;
  out << '\n' << successes << " of " << reports.size() << " trials reached the success region\n";
}

/// What repeats the run that is reported.
std::string replay_command(const RunOptions& options, const RunReport& report) {
  if (options.trace.has_value()) return replay_command_line(*options.trace, report.experiment);
  proto::Experiment experiment = report.experiment;
  const bool stopped = report.ending.verdict == proto::STOPPED && report.metrics.steps() > 0;
  if (stopped && !on_threads(options))
    experiment.mutable_limits()->set_steps(report.metrics.steps());
  return run_command_line(experiment);
}

/// A line on stderr where numbers of runs left the range of doubles. Returns whether there is one.
bool report_not_finite(const std::vector<RunReport>& reports) {
  const auto is_one = [](const RunReport& report) {
    return report.ending.verdict == proto::NOT_FINITE;
  };
  const auto count = std::ranges::count_if(reports, is_one);
  if (count == 0) return false;
  if (reports.size() == 1) return report_failure(reports.front().ending);
  const RunReport& first = *std::ranges::find_if(reports, is_one);
  ErrorLine() << count << " of " << reports.size()
              << " trials left the range of doubles, first that of seed " << first.experiment.seed()
              << ": " << first.ending.detail;
  return true;
}

void write_notes(const RunReport& report) {
  for (const std::string& note : report.notes) NoteLine() << note;
}

}  // namespace

int execute_run(const RunOptions& options) {
  if (on_threads(options) && options.require_success && !options.trace) {
    throw InputError(
        "whether threads reach the success region is known of recorded runs; give "
        "'--trace' too, or leave '--require-success' out");
  }
  const ResultsAside aside({options.trace});
  Interrupt interrupt;
  const std::vector<RunReport> reports = run_trials(options, interrupt);
  std::vector<std::string> commands;
  for (const RunReport& report : reports) commands.push_back(replay_command(options, report));
  write_notes(reports.front());
  // Threads that are not recorded are not watched, and do not do the same twice.
  const bool again = on_threads(options) && !options.trace;
  if (options.format != Format::kText) {
    write_table(run_table(reports, commands, true), options.format, std::cout);
  } else {
    write_settings(reports.front().experiment, std::cout);
    std::cout << '\n';
    if (reports.size() == 1) {
      write_result(reports.front(), std::cout);
    } else {
      write_table(run_table(reports, commands, false), options.format, std::cout);
      if (!again) write_summary(reports, std::cout);
    }
    std::cout << (again ? "\nto run it again" : "\nto replay")
              << (reports.size() > 1 ? ", the first: " : ": ") << commands.front() << '\n';
  }

  bool missed = false;
  for (const RunReport& report : reports) {
    const bool finite = report.ending.verdict != proto::NOT_FINITE;
    if (finite && report_failure(report.ending)) return kDoesNotHold;
    missed = missed || !report.metrics.has_hitting_time();
  }
  if (interrupt.flag()) {
    ErrorLine() << "interrupted"
                << (options.trials > 1 ? " in trial " + std::to_string(reports.size()) + " of " +
                                             std::to_string(options.trials)
                                       : "");
    return kDoesNotHold;
  }
  if (report_not_finite(reports)) return kDoesNotHold;
  return options.require_success && missed ? kDoesNotHold : kOk;
}

}  // namespace hogtie
