#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/statistics/count_distribution.h"
#include "core/statistics/interval.h"
#include "core/statistics/median_interval.h"
#include "core/statistics/median_ratio.h"
#include "sim/recording/record_threads.h"
#include "sim/studies/trials/trial_tally.h"

namespace hogtie {

/// Who schedules, and how many workers.
struct Side {
  std::string adversary;  ///< Name of a strategy, in the simulator; empty: real threads.
  std::uint32_t workers;  ///< n.

  bool on_threads() const { return adversary.empty(); }
};

/// What only threads have: how fast they are, what recording does to that, and what is lost. Each
/// trial was run recorded and not, and once more with loads and stores in the place of fetch&adds.
struct ThreadFigures {
  std::vector<double> recorded_rates;    ///< By trial: updates (iterations) per second, recorded,
  std::vector<double> unrecorded_rates;  ///< and of the same experiment, not recorded.
  std::uint64_t switches = 0;  ///< How often another worker follows in the schedules, in all.
  /// How many other iterations had begun in the course of one: all that is known of the contention
  /// of what is not recorded, and a lower bound on it.
  CountDistribution recorded_begun_during;
  CountDistribution unrecorded_begun_during;
  std::uint64_t racy_updates = 0;     ///< Updates of coordinates in all racy trials; 0 without any.
  std::uint64_t lost_updates = 0;     ///< Updates among these that others overwrote.
  std::vector<std::string> warnings;  ///< Lines for people.

  /// Adds a trial.
  void add(const RecordedThreads& recorded, const ThreadsReport& unrecorded,
           const std::optional<ThreadsReport>& racy);
};

/// What was measured of a side over its trials.
struct SideTrials {
  explicit SideTrials(std::size_t curve_points) : tally(curve_points) {}

  TrialTally tally;
  std::uint64_t iterations = 0;  ///< That ended, in all trials.
  std::vector<std::uint64_t>
      hitting_times;  ///< Hitting times of the trials that reached the success region.
  std::vector<CountDistribution> contention;  ///< By trial.
  std::vector<CountDistribution> delays;      ///< By trial, in the order by first update.
  std::optional<ThreadFigures> threads;       ///< Present on real threads only.

  void add(const TrialResult& result);
};

using PriceOfAsynchrony = MedianRatio;

/// The median hitting time against that of sequential SGD.
PriceOfAsynchrony price_of_asynchrony(const SideTrials& side, const SideTrials& sequential,
                                      double confidence);

/// The median over the trials: the smallest time, in iterations, by which half of them had reached
/// the success region, with its interval.
MedianTime hitting_time(const SideTrials& side, double confidence);

}  // namespace hogtie
