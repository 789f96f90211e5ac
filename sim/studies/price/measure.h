#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "sim/simulation/run_setup.h"
#include "sim/studies/common/run_failure.h"
#include "sim/studies/price/decay.h"

namespace hogtie {

/// What was measured over the trials of an experiment.
struct PriceMeasurement {
  Decay decay;
  std::uint64_t iterations;  ///< Iterations of each trial.
  std::uint64_t contention;  ///< The largest of an iteration in any trial.
  std::uint64_t reached;     ///< Trials that reached the success region.

  /// The median over the trials: the smallest time, in iterations, by which half of them had
  /// reached the success region. None where fewer have at all.
  std::optional<std::uint64_t> hitting_time;
};

/// Runs trials 0, ..., `trials` - 1 of the experiment, seeded as those of `hogtie trials`.
/// Distances are those of the iterates x_t, their squares averaged over the trials. Throws
/// Interrupted once `interrupted` is true, RunFailure, and InputError where the experiment cannot
/// be run.
PriceMeasurement measure(const RunSetup& setup, std::uint64_t trials,
                         const std::atomic<bool>* interrupted);

}  // namespace hogtie
