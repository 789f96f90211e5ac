#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "proto/experiment.pb.h"
#include "sim/simulation/run_report.h"
#include "sim/simulation/run_setup.h"
#include "sim/simulation/watch.h"

namespace hogtie {

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
