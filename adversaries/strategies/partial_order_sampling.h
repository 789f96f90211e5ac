#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "adversaries/interface/adversary.h"
#include "core/random/bit_stream.h"

namespace hogtie {

/// Partial-order sampling (Yuan, Yang and Gu, CAV 2018). Every pending operation has a random
/// priority, and the runnable one of the highest priority is executed. Then priorities are drawn
/// anew for its worker's next operation and for those pending that race with it: on the same
/// register, one of both being no read.
///
/// Schedules that differ in the order of independent steps alone are one partial order. Where steps
/// are picked uniformly at random, a partial order that needs one worker far ahead of another is
/// exponentially rare; here a worker whose steps race with none is not held back by them.
class PartialOrderSampling final : public ValueOblivious<PartialOrderSampling> {
 public:
  PartialOrderSampling(std::uint32_t workers, std::uint64_t seed)
      : bits_(seed, kAdversaryDomain), pending_(workers) {}

  Choice next(ValueObliviousView view);

 private:
  struct Pending {
    std::uint64_t priority = 0;
    std::uint32_t target = 0;
    bool reads = true;
  };

  std::uint64_t draw() {
    const std::uint64_t high = bits_();
    return high << 32 | bits_();
  }
  void look(const ValueObliviousView& view, std::uint32_t worker);
  void executed(const ValueObliviousView& view, std::uint32_t worker);

  static constexpr std::uint64_t kNeverFollowed = std::numeric_limits<std::uint64_t>::max() - 1;

  BitStream bits_;
  std::vector<Pending> pending_;  // by worker
  std::uint64_t followed_ = kNeverFollowed;
};

}  // namespace hogtie
