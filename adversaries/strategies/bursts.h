#pragma once

#include <cstdint>

#include "adversaries/interface/adversary.h"
#include "core/random/bit_stream.h"

namespace hogtie {

/// Bursts: a runnable worker picked uniformly at random takes a geometric number of steps in a row,
/// 1, 2, ..., of the given mean; then the next one is picked.
class Bursts final : public Oblivious<Bursts> {
 public:
  /// Requires 1 <= mean <= 1e6.
  Bursts(double mean, std::uint64_t seed);

  Choice next(ObliviousView view);

 private:
  BitStream bits_;
  std::uint64_t go_on_;  // a step is followed by one of the same worker if 32 bits are below this
  std::uint32_t worker_ = 0;
  std::uint64_t end_ = 0;  // step that the burst ends before
};

}  // namespace hogtie
