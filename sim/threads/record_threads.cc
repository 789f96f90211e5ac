#include "sim/threads/record_threads.h"

#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

#include "adversaries/replay.h"
#include "core/error.h"
#include "sim/run/measurement.h"
#include "sim/run/simulation.h"
#include "sim/run/trace_header.h"
#include "sim/threads/conduct.h"
#include "sim/threads/linearize.h"
#include "sim/threads/versioned_memory.h"
#include "sim/trace/recorder.h"

namespace hogtie {
namespace {

using Records = std::vector<std::unique_ptr<ThreadRecord>>;

/// A run on threads, with what was logged of it.
struct LoggedRun {
  ThreadsReport report;
  std::vector<std::uint64_t> versions;  // of all registers, at the end
  Records records;
};

void check(const proto::Experiment& experiment, const ThreadRecording& recording) {
  if (experiment.limits().has_steps()) {
    throw InputError(
        "limits.steps is for the simulated machine: threads do not count steps together; set "
        "algorithm.iterations");
  }
  if (experiment.machine().order() == proto::RACY) {
    throw InputError(
        "machine.order=RACY cannot be recorded exactly: plain stores wait in store buffers, so "
        "that "
        "no order of the steps need exist; set machine.order=SEQ_CST or RELAXED");
  }
  if (!recording.has_wide_compare_and_swap) {
    throw InputError(
        "recording threads needs a 16-byte compare&swap (cmpxchg16b), which this processor lacks; "
        "run without '--trace'");
  }
}

template <std::size_t kStride>
LoggedRun run_logged(const RunSetup& setup, const ThreadsWatch& watch) {
  using Cells = VersionedCells<kStride>;
  const MachineShape shape = setup.machine_shape(0);
  Cells cells(shape.layout);
  LoggedRun run;
  for (std::uint32_t w = 0; w < shape.workers; ++w) {
    run.records.push_back(std::make_unique<ThreadRecord>(shape.layout.size()));
  }
  run.report = std::visit(
      [&](const auto& algorithm, const auto& f) {
        return conduct(setup, watch, cells, algorithm, f,
                       [&](std::uint32_t worker, WorkerTally& tally, const ThreadSetup& thread) {
                         return VersionedMemory<Cells, true>(cells, tally,
                                                             run.records[worker].get(), thread);
                       });
      },
      setup.algorithm(), setup.objective());
  for (std::uint32_t r = 0; r < shape.layout.size(); ++r) run.versions.push_back(cells.version(r));
  return run;
}

/// The digests of a simulated run that ThreadRecord has of one on threads.
class DigestObserver final : public Observer {
 public:
  explicit DigestObserver(std::uint32_t workers) : digests_(workers) {}

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

void check_same(const Simulation& simulation, const LoggedRun& run,
                const std::optional<DigestObserver>& digests) {
  const std::span<const double> model = simulation.model();
  for (std::size_t j = 0; j < model.size(); ++j) {
    if (to_word(model[j]) == to_word(run.report.model[j])) continue;
    throw std::logic_error("the schedule of what threads did does not end with their model: X[" +
                           std::to_string(j) + "] differs");
  }
  for (std::uint32_t w = 0; digests.has_value() && w < run.records.size(); ++w) {
    if (digests->value(w) == run.records[w]->digest.value()) continue;
    throw std::logic_error("the schedule of what threads did gives worker " + std::to_string(w) +
                           " other views or updates");
  }
}

}  // namespace

RecordedThreads record_threads(const RunSetup& setup, const ThreadRecording& recording,
                               const ThreadsWatch& watch) {
  check(setup.experiment(), recording);
  // First, since a file that cannot be written is better found out before the run.
  Simulation simulation(setup, setup.experiment().seed());
  Recorder recorder(recording.trace, make_header(simulation.experiment()),
                    simulation.machine().execution(), simulation.operations_max());
  constexpr std::size_t kLineCells = kCacheLine / 16;
  LoggedRun run = setup.experiment().machine().layout() == proto::PACKED
                      ? run_logged<1>(setup, watch)
                      : run_logged<kLineCells>(setup, watch);
  RecordedThreads result;
  for (const auto& record : run.records) result.log_bytes += record->log.bytes();
  result.operations = run.report.total.steps;
  if (run.report.ending.verdict == proto::WORKER_ERROR) {
    result.threads = std::move(run.report);
    return result;
  }

  Measurement measurement(simulation);
  std::optional<DigestObserver> digests;
  if (recording.verifies) {
    digests.emplace(setup.experiment().workers());
    simulation.machine().add_observer(*digests);
  }
  simulation.machine().add_sink(recorder);
  auto schedule = std::make_unique<Linearization>(simulation.machine().execution().layout,
                                                  run.versions, run.records);
  const Linearization& linearization = *schedule;
  Replay replay(std::move(schedule));
  Ending ending = simulation.run(replay);
  if (ending.verdict == proto::ADVERSARY_ERROR || ending.verdict == proto::WORKER_ERROR) {
    throw InputError(ending.detail);
  }
  check_same(simulation, run, digests);
  result.switches = linearization.switches();
  result.metrics = measurement.metrics();
  proto::Footer footer;
  footer.set_verdict(ending.verdict);
  footer.set_detail(ending.detail);
  *footer.mutable_metrics() = result.metrics;
  recorder.finish(std::move(footer), simulation.machine().execution());
  result.threads = std::move(run.report);
  return result;
}

}  // namespace hogtie
