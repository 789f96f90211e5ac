#include "sim/studies/run/run.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <stdexcept>
#include <utility>

#include "adversaries/strategies/replay.h"
#include "adversaries/wrappers/handover.h"
#include "core/error.h"
#include "core/monitors/metrics.h"
#include "core/text/number.h"
#include "sim/recording/record_threads.h"
#include "sim/simulation/measured_session.h"
#include "sim/simulation/not_finite.h"
#include "sim/simulation/success_region.h"
#include "sim/simulation/trace_header.h"
#include "sim/studies/common/results_agree.h"
#include "sim/studies/run/schedule_notes.h"
#include "sim/threads/run_threads.h"
#include "sim/trace/trace_extent.h"
#include "sim/trace/trace_schedule.h"

namespace hogtie {
namespace {

ReplayReport replay_exactly(const ReplayRequest& request, const Watch& watch) {
  const TraceFile trace(request.trace);
  const auto setup = traced_setup(trace, {request.force, request.data});
  MeasuredSession measured(*setup, watch);
  Session& session = measured.session();
  session.follow(trace, request.until.value_or(Session::kToTheEnd));
  ReplayReport report;
  report.run = measured.report(measured.conclude(session.run()));
  const ReplayCheck& check = session.check();
  report.results_agreed = results_agree(check, report.run);
  report.other_build = other_build(check.header());
  report.diverged = report.run.ending.verdict == proto::DIVERGED;
  report.cut_short = check.cut_short();
  report.steps_agreed = check.agreed();
  report.replayed = report.run.metrics.steps();
  return report;
}

/// The adversary that continues the run. Its crashes do not reach back into what is replayed.
proto::Adversary adversary_after(const ReplayRequest& request, const TraceFile& trace) {
  constexpr std::uint64_t kToTheEnd = std::numeric_limits<std::uint64_t>::max();
  proto::Adversary adversary = *request.then;
  if (adversary.crashes_size() == 0) return adversary;
  const std::uint64_t begin = std::min(extent_of(trace).steps, request.until.value_or(kToTheEnd));
  for (proto::Crash& crash : *adversary.mutable_crashes()) {
    crash.set_step(std::max(crash.step(), begin));
  }
  return adversary;
}

ReplayReport replay_and_go_on(const ReplayRequest& request, const Watch& watch) {
  constexpr std::uint64_t kToTheEnd = std::numeric_limits<std::uint64_t>::max();
  const TraceFile trace(request.trace);
  const auto setup = set_up_traced(
      trace, continued_experiment(traced_experiment(trace, {request.force, request.data}),
                                  adversary_after(request, trace)));
  std::vector<std::string> notes = schedule_notes(*request.then);
  MeasuredSession measured(*setup, watch);
  Session& session = measured.session();
  Handover handover(std::make_unique<Replay>(std::make_unique<TraceSchedule>(trace)),
                    request.until.value_or(kToTheEnd), session.make_adversary());
  if (request.record.has_value()) session.record(*request.record);
  ReplayReport report;
  report.run = measured.report(measured.conclude(session.run(handover)));
  report.replayed = handover.handed_over_at().value_or(report.run.metrics.steps());
  std::ranges::move(notes, std::back_inserter(report.run.notes));
  const TraceExtent extent = extent_of(trace);
  report.cut_short = !extent.has_end && request.until.value_or(kToTheEnd) > extent.steps &&
                     report.replayed == extent.steps;
  report.other_build = other_build(TraceReader(trace).header());
  return report;
}

std::string rate_text(const ThreadsReport& report) {
  return format_six_digits(static_cast<double>(report.total.ended) / report.seconds) +
         " iterations/s, " + format_six_digits(report.total.begun_during.mean()) +
         " others begun during one, at most " + std::to_string(report.total.begun_during.maximum());
}

/// What the recording was like, and what it did to the run: the same without it is beside it.
void note_recording(const RunSetup& setup, const RecordedThreads& recorded, const Watch& watch,
                    std::vector<std::string>& notes) {
  const ThreadsReport& threads = recorded.threads;
  notes.push_back("recorded " + std::to_string(recorded.operations) + " operations in " +
                  format_six_digits(static_cast<double>(recorded.log_bytes) /
                                    static_cast<double>(recorded.operations)) +
                  " bytes each; their schedule switches threads " +
                  std::to_string(recorded.switches) + " times");
  if (recorded.simulated < recorded.operations) {
    notes.push_back("the trace has the first " + std::to_string(recorded.simulated) +
                    " of these, then its making was ended");
  }
  const bool completed =
      threads.ending.verdict == proto::COMPLETED || threads.ending.verdict == proto::NOT_FINITE;
  if (!completed || (watch.interrupted != nullptr && *watch.interrupted)) return;
  ThreadsWatch alone_watch;
  alone_watch.interrupted = watch.interrupted;
  const ThreadsReport alone = run_threads(setup, alone_watch);
  notes.push_back("recorded: " + rate_text(threads));
  notes.push_back("the same unrecorded: " + rate_text(alone));
}

RunReport run_on_threads(const RunSetup& setup, const std::optional<std::string>& trace,
                         const Watch& watch) {
  if (watch.reader != nullptr) throw std::logic_error("nobody sees the steps of threads");
  success_region(setup);  // where there is none, that is said before the run
  setup.optimum();        // computed before the run, too
  const ThreadsWatch threads_watch{watch.progress, watch.simulated, watch.interrupted, watch.began};
  RunReport report;
  report.experiment = setup.experiment();
  ThreadsReport threads;
  if (trace.has_value()) {
    ThreadRecording recording;
    recording.trace = *trace;
    recording.verifies = true;
    recording.processors = watch.processors;
    RecordedThreads recorded = record_threads(setup, recording, threads_watch);
    report.metrics = recorded.metrics;
    note_recording(setup, recorded, watch, report.notes);
    threads = std::move(recorded.threads);
  } else {
    threads = run_threads(setup, threads_watch);
    report.metrics.set_iterations(threads.total.ended);
    report.metrics.set_steps(threads.total.steps);
    if (threads.lost_updates) {
      report.metrics.set_lost_updates(*threads.lost_updates);
      report.metrics.set_updates(threads.total.updates);
    }
    report_final(threads.result, setup.target(), setup.landscape(), report.metrics);
    threads.ending = with_numbers(std::move(threads.ending),
                                  first_not_finite(threads.model, threads.result, report.metrics));
  }
  report.ending = std::move(threads.ending);
  report.seconds = threads.seconds;
  report.notes.insert(report.notes.begin(), threads.warnings.begin(), threads.warnings.end());
  const std::vector<std::string> of_data = setup.data_notes();
  report.notes.insert(report.notes.begin(), of_data.begin(), of_data.end());
  return report;
}

}  // namespace

RunReport run_experiment(const proto::Experiment& experiment,
                         const std::optional<std::string>& trace, const Watch& watch) {
  return run_experiment(RunSetup(experiment), trace, watch);
}

RunReport run_experiment(const RunSetup& setup, const std::optional<std::string>& trace,
                         const Watch& watch) {
  if (setup.experiment().machine().kind() == proto::THREADS) {
    return run_on_threads(setup, trace, watch);
  }
  std::vector<std::string> notes = schedule_notes(setup.experiment().adversary());
  MeasuredSession measured(setup, watch);
  Session& session = measured.session();
  const std::unique_ptr<Adversary> adversary = session.make_adversary();
  if (trace.has_value()) session.record(*trace);
  RunReport report = measured.report(measured.conclude(session.run(*adversary)));
  std::ranges::move(notes, std::back_inserter(report.notes));
  return report;
}

ReplayReport replay_trace(const ReplayRequest& request, const Watch& watch) {
  return request.then.has_value() ? replay_and_go_on(request, watch)
                                  : replay_exactly(request, watch);
}

}  // namespace hogtie
