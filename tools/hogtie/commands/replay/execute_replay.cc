#include <iostream>

#include "core/system/processors.h"
#include "sim/enforcing/replay_on_threads.h"
#include "sim/studies/run/run.h"
#include "tools/hogtie/cli/cut_short.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/interrupt.h"
#include "tools/hogtie/cli/report_failure.h"
#include "tools/hogtie/commands/replay/replay.h"
#include "tools/hogtie/commands/run/run_table.h"
#include "tools/hogtie/output/message.h"
#include "tools/hogtie/output/progress.h"
#include "tools/hogtie/output/results_aside.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

/// How far the trace was followed, and what came then.
void write_agreement(const ReplayOptions& options, const ReplayReport& report, bool interrupted) {
  if (report.diverged) return;
  std::cout << "replayed " << report.replayed << " steps"
            << (report.other_build ? ", though built otherwise" : "");
  if (!options.then.has_value()) {
    if (report.replayed == 0) {
      std::cout << ": there is nothing to compare";
    } else if (report.steps_agreed == report.replayed) {
      std::cout << ": the same, bit for bit";
    } else {
      std::cout << ": every operation is the same";
      if (report.steps_agreed > 0) {
        std::cout << ", and every bit at the checkpoints, the last at step " << report.steps_agreed;
      } else {
        std::cout << "; registers are compared at checkpoints, and there is none so early";
      }
    }
  } else if (report.run.metrics.steps() > report.replayed) {
    std::cout << ", then went on under " << options.then->name();
  } else {
    std::cout << ", after which nothing was left to schedule for " << options.then->name();
  }
  if (options.until.has_value() && report.replayed < *options.until && !interrupted) {
    std::cout << "; the trace ends before step " << *options.until;
  }
  std::cout << '\n';
  if (options.record.has_value()) {
    std::cout << "to replay: " << replay_command_line(*options.record, report.run.experiment)
              << '\n';
  }
}

Table threads_table(const ReplayOptions& options, const ThreadsReplay& replay) {
  Table table({{"trace", ""},
               {"verdict", ""},
               {"detail", ""},
               {"steps", ""},
               {"agreed", "steps"},
               {"seconds", "s"}});
  table.add_row({options.trace, verdict_text(replay.ending.verdict),
                 replay.ending.detail.empty() ? Cell() : Cell(replay.ending.detail), replay.steps,
                 replay.agreed, replay.seconds});
  return table;
}

int execute_on_threads(const ReplayOptions& options) {
  Interrupt interrupt;
  ThreadsReplay replay;
  {
    Progress progress(progress_stream(false), "steps");
    ThreadsWatch watch;
    watch.interrupted = &interrupt.flag();
    watch.began = [&] { interrupt.begin(); };
    watch.progress = [&](std::uint64_t steps) { progress.update(steps); };
    replay = replay_on_threads(options.trace, {options.force, options.data}, watch);
  }
  for (const std::string& warning : replay.warnings) NoteLine() << warning;
  if (options.format != Format::kText) {
    write_table(threads_table(options, replay), options.format, std::cout);
  } else {
    write_settings(replay.experiment, std::cout);
    std::cout << "\nreplayed " << replay.steps << " steps on " << replay.experiment.workers()
              << " threads, in turns; registers agree at step " << replay.agreed << '\n';
  }
  if (replay.ending.verdict == proto::DIVERGED || replay.ending.verdict == proto::WORKER_ERROR) {
    ErrorLine() << options.trace << ": the replay diverged: " << replay.ending.detail;
    return kDoesNotHold;
  }
  if (interrupt.flag()) {
    ErrorLine() << "interrupted";
    return kDoesNotHold;
  }
  return replay.cut_short ? report_cut_short(options.trace, replay.steps) : kOk;
}

}  // namespace

int execute_replay(const ReplayOptions& options) {
  if (options.on_threads) return execute_on_threads(options);
  const ResultsAside aside({options.record});
  Interrupt interrupt;
  ReplayReport report;
  {
    Progress progress(progress_stream(false), "steps");
    Watch watch;
    watch.processors = usable_processors();
    watch.interrupted = &interrupt.flag();
    watch.began = [&] { interrupt.begin(); };
    watch.progress = [&](std::uint64_t steps) { progress.update(steps); };
    report = replay_trace(
        {options.trace, options.until, options.then, options.record, options.force, options.data},
        watch);
  }
  if (report.other_build) NoteLine() << options.trace << ": " << *report.other_build;
  for (const std::string& note : report.run.notes) NoteLine() << note;
  if (options.format != Format::kText) {
    const std::string command = options.record
                                    ? replay_command_line(*options.record, report.run.experiment)
                                    : replay_command_line(options.trace);
    write_table(run_table({report.run}, {command}, true), options.format, std::cout);
  } else {
    write_settings(report.run.experiment, std::cout);
    std::cout << '\n';
    write_result(report.run, std::cout);
    std::cout << '\n';
    write_agreement(options, report, interrupt.flag());
  }
  const Ending& ending = report.run.ending;
  if (report.diverged) {
    ErrorLine() << options.trace << ": the replay diverged: " << ending.detail;
    return kDoesNotHold;
  }
  if (interrupt.flag()) {
    ErrorLine() << "interrupted";
    return kDoesNotHold;
  }
  // A recorded error that happens again is what was asked for.
  if (options.then.has_value() && report_failure(ending)) return kDoesNotHold;
  if (report.cut_short && options.then.has_value()) {
    NoteLine() << options.then->name() << " went on from step " << report.replayed;
  }
  return report.cut_short ? report_cut_short(options.trace, report.replayed) : kOk;
}

}  // namespace hogtie
