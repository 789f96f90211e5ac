#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "core/execution/step_reader.h"
#include "core/monitors/delay_distribution.h"
#include "core/monitors/iteration_record.h"
#include "proto/trace.pb.h"
#include "sim/machine/ending.h"
#include "sim/simulation/run_setup.h"
#include "sim/trace/trace_file.h"

namespace hogtie {

/// What came of one trial.
struct TrialResult {
  Ending ending;
  proto::Metrics metrics;
  std::vector<double> curve;   ///< ||x_t - x*||^2 at the times of the curve that it came to,
                               ///< empty where there is no x*.
  std::vector<double> losses;  ///< f(x_t) at the same times, where asked for or there is no x*.
  bool left_ball =
      false;  ///< A view or an iterate x_t was farther than R from x* (see RunSetup::radius).
  DelayDistribution contention;
  ByOrder<DelayDistribution> delays;
  bool cut_short = false;  ///< The trace has no end.
};

/// What is watched in a trial, and noted beside its result.
struct TrialWatch {
  const std::atomic<bool>* interrupted = nullptr;  ///< Ends it as STOPPED once it is true.
  StepReader* reader = nullptr;                    ///< Sees every step.
  bool notes_losses = false;                       ///< The curve has losses, too.
};

/// Runs the experiment with this seed in place of its own. The result is that of `hogtie run` with
/// the seed. Throws InputError where the experiment cannot be run.
TrialResult run_trial(const RunSetup& setup, std::uint64_t seed,
                      std::span<const std::uint64_t> curve_times, const TrialWatch& watch);

/// A run whose schedule there is already.
struct ScheduledTrial {
  TraceFile trace;     ///< File that has the schedule.
  std::uint64_t seed;  ///< That it was run with.
  bool checks = true;  ///< Whether the run is held against the trace.
};

/// The same of a recorded run of the experiment, with another seed at most: what was recorded on
/// threads, too. A run that is held against the trace and differs ends as DIVERGED. Throws
/// InputError for a trace that cannot be read.
TrialResult replay_trial(const RunSetup& setup, const ScheduledTrial& scheduled,
                         std::span<const std::uint64_t> curve_times, const TrialWatch& watch);

}  // namespace hogtie
