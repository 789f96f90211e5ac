#include "core/statistics/tail.h"

#include <cstddef>

namespace hogtie {

std::vector<TailPoint> tail_of(const CountDistribution& distribution) {
  constexpr std::uint64_t kToADoubling = 64;
  std::vector<TailPoint> points;
  const auto buckets = distribution.buckets();
  const auto all = static_cast<double>(distribution.count());
  std::uint64_t below = buckets.empty() ? 0 : buckets[0];
  std::uint64_t next = 1;
  for (std::size_t k = 1; k < buckets.size(); ++k) {
    const std::uint64_t value = CountDistribution::smallest(k);
    if (buckets[k] > 0 && (value >= next || k + 1 == buckets.size())) {
      points.push_back({value, static_cast<double>(distribution.count() - below) / all});
      next = value + 1 + value / kToADoubling;
    }
    below += buckets[k];
  }
  return points;
}

}  // namespace hogtie
