#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "core/execution/delay_distribution.h"
#include "core/execution/iteration_record.h"
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
/// the seed. Ends as STOPPED once `interrupted`, if given, is true. Throws InputError where the
/// experiment cannot be run.
TrialResult run_trial(const RunSetup& setup, std::uint64_t seed,
                      std::span<const std::uint64_t> curve_times,
                      const std::atomic<bool>* interrupted);

}  // namespace hogtie
