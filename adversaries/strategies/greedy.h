#pragma once

#include <cstdint>
#include <span>

#include "adversaries/interface/adversary.h"
#include "adversaries/knowledge/pending_updates.h"

namespace hogtie {

/// Takes the step after which ||x - x*||^2 is largest, given the coins flipped so far. A step that
/// adds u to X[j] changes it by u (2 (x_j - x*_j) + u), a publication by the sum of that over its
/// coordinates, any other by nothing; of several best ones the worker of the smallest number takes
/// its.
///
/// On f(x) = x^2/2 without noise this becomes the swarm: since every fresh gradient leads to x*,
/// the one that does so least is applied, which is the newest, until the old ones lead past it.
class Greedy final : public StrongAdaptive<Greedy> {
 public:
  /// `optimum` is x*; it must outlive this.
  Greedy(std::span<const double> optimum, std::uint32_t workers)
      : optimum_(optimum), pending_(workers, optimum.size()) {}

  Choice next(StrongView view);

 private:
  std::span<const double> optimum_;
  PendingUpdates pending_;
};

}  // namespace hogtie
