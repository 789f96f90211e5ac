#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/simulation/run_setup.h"
#include "sim/simulation/watch.h"
#include "sim/studies/common/run_failure.h"

namespace hogtie {

/// How a trial ended that is of interest up to its hitting time only.
enum class TrialEnd {
  kHit,       ///< x_t was in the success region,
  kLate,      ///< or was not for all t up to the cut-off, or in the whole run.
  kDiverged,  ///< Hopeless: see hitting_trial.
  kStarved,   ///< Nobody made progress any more (verdict STARVED),
  kStuck,     ///< or those that had not ended were crashed or blocked.
};

struct HittingTrial {
  TrialEnd end = TrialEnd::kLate;
  std::uint64_t hitting_time = 0;  ///< In iterations; of kHit.
  /// Up to where the trial ended, which is up to 255 steps after its hit.
  std::uint64_t steps = 0;
  std::uint64_t spins = 0;
  std::uint64_t updates = 0;  ///< Updates of coordinates, if lost ones are counted;
  std::uint64_t lost = 0;     ///< and those of them that others overwrote.
};

/// A run of the experiment with this seed in place of its own, ended as soon as the rest does not
/// matter: at its hit; once the iterates are past `cut_off` iterations; or once it has diverged,
/// which is when a coordinate of the model is not finite, or has gone 1e6 times as far as the
/// largest of |x_0|, |x*| and 1. The hitting time is that of `hogtie run`. Of the watch, progress
/// and interrupts are served: throws Interrupted then, RunFailure where a worker or the adversary
/// fails, and InputError where the experiment cannot be run.
HittingTrial hitting_trial(const RunSetup& setup, std::uint64_t seed, std::uint64_t cut_off,
                           const Watch& watch);

/// The same on threads: of what the simulator makes of the record of a run. `trace` is the file for
/// that, which is removed. The setup has the seed.
HittingTrial hitting_trial_on_threads(const RunSetup& setup, const std::string& trace,
                                      std::uint64_t cut_off, const Watch& watch);

}  // namespace hogtie
