#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/execution/delay_distribution.h"
#include "core/execution/iteration_record.h"
#include "core/execution/observer.h"
#include "proto/trace.pb.h"
#include "sim/machine/ending.h"
#include "sim/run/run_setup.h"

namespace hogtie {

/// What came of one trial.
struct TrialResult {
  Ending ending;
  proto::Metrics metrics;
  std::vector<double> curve;  ///< ||x_t - x*||^2 at the times of the curve that it came to.
  bool left_ball;  ///< A view or an iterate x_t was farther than R from x* (see RunSetup::radius).
  DelayDistribution contention;
  ByOrder<DelayDistribution> delays;
};

/// Runs the experiment with this seed in place of its own. The result is that of `hogtie run` with
/// the seed. Ends as STOPPED once `interrupted`, if given, is true. An observer sees every step.
/// Throws InputError where the experiment cannot be run.
TrialResult run_trial(const RunSetup& setup, std::uint64_t seed,
                      std::span<const std::uint64_t> curve_times,
                      const std::atomic<bool>* interrupted, Observer* observer = nullptr);

/// A run whose schedule there is already.
struct ScheduledTrial {
  std::string trace;             ///< File that has the schedule.
  std::uint64_t seed;            ///< That it was run with.
  Observer* observer = nullptr;  ///< Sees every step, too.
};

/// The same of a recorded run of the experiment, with another seed at most: what was recorded on
/// threads, too. Throws InputError for a trace without a header; one that is broken further on ends
/// the run with ADVERSARY_ERROR.
TrialResult replay_trial(const RunSetup& setup, const ScheduledTrial& scheduled,
                         std::span<const std::uint64_t> curve_times,
                         const std::atomic<bool>* interrupted);

}  // namespace hogtie
