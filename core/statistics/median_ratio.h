#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace hogtie {

/// Times of `total` trials, of which those in `known` have come and the others are later than all
/// of these.
struct CensoredTimes {
  std::vector<std::uint64_t> known;
  std::uint64_t total = 0;
};

/// A quotient of two medians, with an interval; none where one of them, or the end that is asked
/// for, is not known. An unknown end is 0, or infinite.
struct MedianRatio {
  std::optional<double> value;
  std::optional<double> low;
  std::optional<double> high;
};

/// The median of `a` over that of `b`. The interval is that between the quotients of the ends of
/// both medians' intervals, each of which leaves out half of what this one's confidence does
/// (Bonferroni). Throws as median_time.
MedianRatio median_ratio(const CensoredTimes& a, const CensoredTimes& b, double confidence);

}  // namespace hogtie
