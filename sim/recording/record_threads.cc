#include "sim/recording/record_threads.h"

#include <chrono>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

#include "adversaries/strategies/replay.h"
#include "core/error.h"
#include "core/system/threads.h"
#include "sim/machine/tape_reader.h"
#include "sim/recording/log_spool.h"
#include "sim/recording/logged_run.h"
#include "sim/recording/read_ahead.h"
#include "sim/recording/switch_counter.h"
#include "sim/simulation/derived_iterates.h"
#include "sim/simulation/measurement.h"
#include "sim/simulation/not_finite.h"
#include "sim/simulation/session.h"

namespace hogtie {
namespace {

void check(const proto::Experiment& experiment, const ThreadRecording& recording) {
  check_threads(experiment.workers(), thread_limits());
  if (experiment.limits().has_steps()) {
    throw InputError(
        "limits.steps is for the simulated machine: threads do not count steps together; set "
        "algorithm.iterations");
  }
  if (is_racy(experiment.machine().order())) {
    throw InputError("machine.order=" + proto::MemoryOrder_Name(experiment.machine().order()) +
                     " cannot be recorded exactly: plain stores wait in store buffers, so that no "
                     "order of the steps need exist; set machine.order=SEQ_CST or RELAXED");
  }
  if (!recording.has_wide_compare_and_swap) {
    throw InputError(
        "recording threads needs a 16-byte compare&swap (cmpxchg16b), which this processor lacks; "
        "run without '--trace'");
  }
}

/// The digests of a simulated run that ThreadRecord has of one on threads.
class DigestReader final : public StepReader {
 public:
  explicit DigestReader(std::uint32_t workers) : digests_(workers) {}

  void step(const Execution& execution, const Step& step) override {
    const Operation& operation = step.operation;
    const bool is_sum = operation.kind == OperationKind::kGuardedFetchAdd ||
                        (operation.kind == OperationKind::kFetchAdd &&
                         execution.layout.is_double(operation.target));
    if (operation.kind == OperationKind::kWrite) return;
    digests_[step.worker].add(is_sum ? operation.operand : step.result.previous);
  }

  std::uint64_t value(std::uint32_t worker) const { return digests_[worker].value(); }

 private:
  std::vector<WordDigest> digests_;
};

/// Ends a simulation that takes longer.
class DeadlineReader final : public TapeReader {
 public:
  explicit DeadlineReader(std::chrono::milliseconds time) : end_(Clock::now() + time) {}

  std::optional<Ending> read(const Tape&, const Execution&) override {
    if (Clock::now() < end_) return std::nullopt;
    return Ending{proto::STOPPED, "interrupted"};
  }

 private:
  using Clock = std::chrono::steady_clock;

  Clock::time_point end_;
};

void check_same(Simulation& simulation, const LoggedRun& run,
                const std::optional<DigestReader>& digests) {
  const auto compare = [](std::span<const double> here, std::span<const double> there,
                          const std::string& name) {
    for (std::size_t j = 0; j < here.size(); ++j) {
      if (to_word(here[j]) == to_word(there[j])) continue;
      throw std::logic_error("the schedule of what threads did does not end with their model: " +
                             name + "[" + std::to_string(j) + "] differs");
    }
  };
  compare(simulation.model(), run.report().model, "X");
  compare(result(simulation.setup(), simulation.machine().execution()), run.report().result,
          "result");
  const std::uint32_t workers = digests.has_value() ? simulation.experiment().workers() : 0;
  for (std::uint32_t w = 0; w < workers; ++w) {
    if (digests->value(w) == run.digest(w).value()) continue;
    throw std::logic_error("the schedule of what threads did gives worker " + std::to_string(w) +
                           " other views or updates");
  }
}

}  // namespace

RecordedThreads record_threads(const RunSetup& setup, const ThreadRecording& recording,
                               const ThreadsWatch& watch) {
  check(setup.experiment(), recording);
  // First, since a file that cannot be written is better found out before the run.
  Watch simulated;
  Session session(setup, simulated);
  session.record(recording.trace);
  LogSpool spool(recording.trace);
  const LoggedRun run(setup, spool, watch);
  spool.check();
  RecordedThreads result;
  result.threads = run.report();
  result.operations = run.report().total.steps;
  result.log_bytes = run.log_bytes();

  Simulation& simulation = session.simulation();
  Machine& machine = session.machine();
  Measurement measurement(simulation);
  std::optional<DigestReader> digests;
  if (recording.verifies) {
    digests.emplace(setup.experiment().workers());
    machine.add_reader(*digests);
  }
  if (watch.simulated) {
    simulated.progress = [&](std::uint64_t steps) { watch.simulated(steps, result.operations); };
  }
  // An interrupt that has ended the threads leaves some time for their trace to be written.
  const bool stopped = run.report().ending.verdict == proto::STOPPED;
  if (!stopped) simulated.interrupted = watch.interrupted;
  auto schedule = run.linearize();
  DeadlineReader deadline(recording.after_interrupt);
  if (stopped) machine.add_reader(deadline);
  SwitchCounter counter;
  machine.add_reader(counter);
  Replay replay(std::make_unique<ReadAhead>(std::move(schedule)));
  simulated.processors = recording.processors;
  Ending ending = session.run(replay);
  if (ending.verdict == proto::ADVERSARY_ERROR) throw InputError(ending.detail);
  result.simulated = machine.execution().step();
  if (ending.verdict == proto::MEMORY_LIMIT || ending.verdict == proto::STARVED) {
    result.threads.ending = ending;
  } else if (run.report().ending.verdict == proto::WORKER_ERROR) {
    ending = run.report().ending;
  } else if (ending.verdict != proto::STOPPED) {
    check_same(simulation, run, digests);
  }
  result.switches = counter.switches();
  result.metrics = measurement.metrics();
  const auto not_finite = first_not_finite(simulation, result.metrics);
  ending = with_numbers(std::move(ending), not_finite);
  result.threads.ending = with_numbers(std::move(result.threads.ending), not_finite);
  session.finish_recording(ending, result.metrics);
  return result;
}

}  // namespace hogtie
