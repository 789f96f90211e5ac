#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "sim/simulation/run_setup.h"
#include "sim/studies/trials/trial_tally.h"

namespace hogtie {

/// What is asked of trials.
struct TrialsRequest {
  std::uint64_t trials = 1;            ///< At most so many in all, those done already included.
  std::optional<double> target_width;  ///< Stop once the interval for P(F_T) is so narrow.
  double confidence = 0.95;            ///< Confidence of that interval.
  std::uint32_t threads = 1;           ///< At least 1.
};

/// What trials are watched by.
struct TrialsWatch {
  /// Called after each trial, by one thread at a time, with the number done.
  std::function<void(std::uint64_t done)> progress;
  /// Ends the trials once it is true; those in progress are not counted.
  const std::atomic<bool>* interrupted = nullptr;
};

/// A trial that a worker's or the adversary's error ended; it and later ones are not counted.
struct TrialFailure {
  std::uint64_t trial;
  std::string detail;
};

struct TrialsReport {
  TrialTally tally;
  bool narrow_enough = false;  ///< Stopped by target_width.
  bool interrupted = false;
  std::optional<TrialFailure> failure;
};

/// The interval is held against target_width after every so many trials, whatever the threads.
inline constexpr std::uint64_t kTrialsBetweenLooks = 128;

/// Runs trials `done.trials`, `done.trials` + 1, ... of the experiment, trial k with the seed
/// trial_seed(seed of the experiment, k), and adds them to `done`, which has the curve_times of the
/// experiment. The result is the same, bit for bit, for any number of threads, and whether trials
/// were run in one go or not. Throws InputError where the experiment cannot be run.
TrialsReport run_trials(const RunSetup& setup, const TrialsRequest& request, TrialTally done,
                        const TrialsWatch& watch);

}  // namespace hogtie
