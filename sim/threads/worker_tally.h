#pragma once

#include <cstdint>

#include "core/statistics/count_distribution.h"
#include "sim/threads/cells.h"

namespace hogtie {

/// What a thread counts for itself, apart from what others write.
struct alignas(2 * kCacheLine) WorkerTally {
  std::uint64_t steps = 0;    ///< Operations,
  std::uint64_t updates = 0;  ///< of these: fetch&adds of doubles.
  std::uint64_t ended = 0;    ///< Iterations.
  std::uint64_t begun = 0;
  /// By iteration: how many others had begun since, when its worker had ended it and drew the next
  /// one. Where nothing is to be waited for in between, a lower bound on its contention.
  CountDistribution begun_during;

  void add(const WorkerTally& other) {
    steps += other.steps;
    updates += other.updates;
    ended += other.ended;
    begun += other.begun;
    begun_during.add(other.begun_during);
  }
};

}  // namespace hogtie
