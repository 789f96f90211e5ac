#pragma once

#include <cstdint>
#include <vector>

#include "adversaries/interface/adversary.h"
#include "adversaries/knowledge/contention_tracker.h"

namespace hogtie {

/// Keeps as many iterations as it can at a contention of tau, and none above: all workers but the
/// last are held with a sampled gradient until tau other iterations have overlapped theirs, then
/// finish and are held again; the last worker runs meanwhile. (By statement 4 the average
/// contention stays below 2n, so not every iteration can have tau.)
class MaxDelay final : public ValueOblivious<MaxDelay> {
 public:
  MaxDelay(std::uint64_t tau, std::uint32_t workers);

  Choice next(ValueObliviousView view);

 private:
  bool held(const ValueObliviousView& view, std::uint32_t worker) const;

  std::uint64_t tau_;
  ContentionTracker tracker_;
  std::vector<std::uint32_t> to_hold_;  // workers on their way to being held, next one last
};

}  // namespace hogtie
