#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/execution/step_reader.h"
#include "proto/experiment.pb.h"
#include "proto/trace.pb.h"
#include "sim/machine/ending.h"
#include "sim/simulation/run_setup.h"

namespace hogtie {

/// What a run is watched by. Nothing of it reaches the result, but where an interrupt ends it.
struct Watch {
  /// Called now and then with the number of steps executed; of threads, of iterations begun.
  std::function<void(std::uint64_t steps)> progress;
  /// As progress, while what was recorded of threads is executed in the simulator: of all steps.
  std::function<void(std::uint64_t steps, std::uint64_t all)> simulated;
  /// Ends the run as STOPPED once it is true.
  const std::atomic<bool>* interrupted = nullptr;
  /// Sees every step; must outlive the run.
  StepReader* reader = nullptr;
  /// Processors that the run may use. With two, another thread reads its steps. The results are the
  /// same.
  std::uint32_t processors = 1;
  /// Called once data is read and x* is known, before what an interrupt ends in good order.
  std::function<void()> began;
};

/// What came of a run.
struct RunReport {
  proto::Experiment experiment;  ///< As run.
  Ending ending;
  proto::Metrics metrics;
  double seconds = 0;              ///< Wall time of the steps.
  std::vector<std::string> notes;  ///< What people should know of how it was run, a line each.
};

/// Runs an experiment on the machine that it names, and records it if `trace` names a file. Of a
/// run on threads the metrics are those that can be known without a record: iterations, steps, and
/// where the model ends. Throws InputError for an experiment that cannot be run, or a file that
/// cannot be written.
RunReport run_experiment(const proto::Experiment& experiment,
                         const std::optional<std::string>& trace, const Watch& watch);

/// The same of an experiment that is set up already.
RunReport run_experiment(const RunSetup& setup, const std::optional<std::string>& trace,
                         const Watch& watch);

/// How a trace is replayed.
struct ReplayRequest {
  std::string trace;
  std::optional<std::uint64_t> until;  ///< Replay only so many steps.
  /// Who schedules after that, or after the trace; its crashes count from there on.
  std::optional<proto::Adversary> then;
  std::optional<std::string> record;  ///< Where the continued run is recorded.
  bool force = false;                 ///< Also a trace of another machine or data.
  /// The file to read in the place of the recorded data; see settle_record.
  std::optional<std::string> data;
};

struct ReplayReport {
  RunReport run;
  std::uint64_t replayed = 0;      ///< Steps that followed the trace.
  std::uint64_t steps_agreed = 0;  ///< Up to which digests agreed.
  bool diverged = false;           ///< The detail of run.ending then says where.
  bool cut_short = false;  ///< The trace was followed to where it ends, and has no end of its own.
  bool results_agreed = false;  ///< The run ended as recorded, with the metrics recorded.
  std::optional<std::string> other_build;  ///< See other_build(): the one that recorded it.
};

/// Replays a trace and checks that the same happens, and comes to the same metrics unless another
/// build has recorded them. Throws InputError for a trace that cannot be read, or was made with
/// other floating-point arithmetic or data (unless forced).
ReplayReport replay_trace(const ReplayRequest& request, const Watch& watch);

}  // namespace hogtie
