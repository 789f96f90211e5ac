#pragma once

#include "adversaries/interface/adversary.h"
#include "core/random/bit_stream.h"

namespace hogtie {

/// Every step goes to a runnable worker picked uniformly at random.
class Uniform final : public Oblivious<Uniform> {
 public:
  explicit Uniform(std::uint64_t seed) : bits_(seed, kAdversaryDomain) {}

  Choice next(ObliviousView view) {
    return {view.runnable().at(bits_.index(view.runnable().size()))};
  }

 private:
  BitStream bits_;
};

}  // namespace hogtie
