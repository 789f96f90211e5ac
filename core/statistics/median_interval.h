#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace hogtie {

/// The median of times that are known up to some largest one, and an interval for the median of
/// what they are drawn from. None: later than all that are known; of `low` and `high`, also where
/// there are too few times to tell.
struct MedianTime {
  std::optional<std::uint64_t> median;
  std::optional<std::uint64_t> low;
  std::optional<std::uint64_t> high;
};

/// Which of `total` times, from 1 in ascending order, is the upper end of that interval: `total` +
/// 1 where there are too few.
std::uint64_t median_high_rank(std::uint64_t total, double confidence);

/// The median of `total` times, of which those in `known` have come and the others are later than
/// all of these: the smallest time by which half of them have. The interval is that between two
/// order statistics (Conover 1999, 3.2), which has at least this confidence whatever the
/// distribution. Throws std::invalid_argument for more known than in all, or unless 0 < confidence
/// < 1.
MedianTime median_time(std::vector<std::uint64_t> known, std::uint64_t total, double confidence);

}  // namespace hogtie
