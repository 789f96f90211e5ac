#pragma once

#include <cstdint>

#include "adversaries/interface/adversary.h"
#include "core/random/bit_stream.h"
#include "tests/bench/workload.h"

namespace hogtie::bench {

/// A schedule of the reference as a strong adaptive adversary, which is asked before every step.
template <class Pick>
class StrongPick final : public StrongAdaptive<StrongPick<Pick>> {
 public:
  Choice next(const StrongView&) { return {pick_()}; }

 private:
  Pick pick_;
};

/// Round robin over runs of 64 steps.
class StrongRunLength final : public StrongAdaptive<StrongRunLength> {
 public:
  Choice next(const StrongView&) {
    constexpr std::uint32_t kRunLength = 64;
    return {pick_(), kRunLength};
  }

 private:
  RoundRobinPick pick_;
};

/// Uniform over any number of workers.
class StrongUniform final : public StrongAdaptive<StrongUniform> {
 public:
  Choice next(const StrongView& view) { return {bits_.index(view.workers())}; }

 private:
  BitStream bits_{Workload::kSeed, kAdversaryDomain};
};

}  // namespace hogtie::bench
