#pragma once

#include <cstdint>
#include <vector>

#include "core/statistics/count_distribution.h"

namespace hogtie {

/// How large a share of some values is at least `value`.
struct TailPoint {
  std::uint64_t value;
  double share;
};

/// The complementary distribution of values of at least 1, at values that occur, ascending: at all
/// up to 64, then at no more than 64 for each doubling, and at the last bucket used. Shares are of
/// all values, 0 included.
std::vector<TailPoint> tail_of(const CountDistribution& distribution);

}  // namespace hogtie
