#pragma once

#include <cstdint>
#include <vector>

#include "adversaries/interface/adversary.h"
#include "core/random/bit_stream.h"

namespace hogtie {

/// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and Nagarakatte, ASPLOS 2010).
/// Workers have distinct random priorities, and the runnable one of the highest priority takes the
/// step. At d - 1 steps, drawn uniformly from the first k, the worker that would go next falls
/// below all others: at the i-th one drawn to priority i.
///
/// An outcome of depth d is one that is sure once d ordering constraints between steps are met. If
/// a run has n workers and takes at most k steps, pct reaches any given outcome of depth d with
/// probability at least 1 / (n k^(d-1)) (their theorem 9).
class Pct final : public Oblivious<Pct> {
 public:
  /// Requires depth d >= 1 and horizon k >= 1.
  Pct(std::uint32_t depth, std::uint64_t horizon, std::uint32_t workers, std::uint64_t seed);

  Choice next(ObliviousView view);

 private:
  struct ChangePoint {
    std::uint64_t step;
    std::uint32_t priority;
  };

  std::uint32_t highest(const RunnableSet& runnable) const;

  std::vector<std::uint32_t> priorities_;   // by worker
  std::vector<ChangePoint> change_points_;  // by step
  std::size_t passed_ = 0;                  // change points
  std::uint32_t running_;
};

}  // namespace hogtie
