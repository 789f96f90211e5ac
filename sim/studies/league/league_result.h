#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/statistics/interval.h"
#include "core/statistics/median_interval.h"
#include "core/statistics/median_ratio.h"
#include "sim/studies/league/hitting_trial.h"

namespace hogtie {

/// Confidence of all intervals of the league.
inline constexpr double kLeagueConfidence = 0.95;

/// The trials of an algorithm at one step size.
struct LeagueResult {
  double step_size = 0;
  std::vector<std::uint64_t> hitting_times;  ///< Hitting times of the trials that hit.
  std::uint64_t trials = 0;
  // Trials by their ends (see TrialEnd); the others were late.
  std::uint64_t diverged = 0;
  std::uint64_t starved = 0;
  std::uint64_t stuck = 0;
  std::uint64_t steps = 0;    ///< In all trials,
  std::uint64_t spins = 0;    ///< and how many of them were spent waiting.
  std::uint64_t updates = 0;  ///< Updates of coordinates, if lost ones are counted;
  std::uint64_t lost = 0;     ///< and those of them that others overwrote.

  void add(const HittingTrial& trial);

  std::uint64_t failures() const { return trials - hitting_times.size(); }

  /// The median hitting time, failures counted as later than all others, and the interval for it.
  MedianTime hitting_time() const;

  /// For the probability of a failure (Clopper, Pearson).
  Interval failure_interval() const;

  /// The median hitting time in units of sequential SGD's.
  MedianRatio price(const LeagueResult& sequential) const;

  /// None where lost updates are not counted.
  std::optional<double> lost_share() const;
};

}  // namespace hogtie
