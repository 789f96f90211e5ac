#include "core/statistics/median_ratio.h"

#include "core/statistics/median_interval.h"

namespace hogtie {
namespace {

std::optional<double> ratio(const std::optional<std::uint64_t>& a,
                            const std::optional<std::uint64_t>& b) {
  if (!a || !b || *b == 0) return std::nullopt;
  return static_cast<double>(*a) / static_cast<double>(*b);
}

}  // namespace

MedianRatio median_ratio(const CensoredTimes& a, const CensoredTimes& b, double confidence) {
  const double of_each = 1 - (1 - confidence) / 2;
  const MedianTime above = median_time(a.known, a.total, of_each);
  const MedianTime below = median_time(b.known, b.total, of_each);
  return {ratio(above.median, below.median), ratio(above.low, below.high),
          ratio(above.high, below.low)};
}

}  // namespace hogtie
