#include "core/statistics/median_interval.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cstddef>
#include <stdexcept>

namespace hogtie {
namespace {

/// The largest rank r, from 1, with P(fewer than r of the total are below the median) <= tail; 0 of
/// none. By symmetry total + 1 - r is that from above.
std::uint64_t low_rank(std::uint64_t total, double tail) {
  const boost::math::binomial below(static_cast<double>(total), 0.5);
  std::uint64_t rank = (total + 1) / 2;
  while (rank > 0 && cdf(below, static_cast<double>(rank - 1)) > tail) --rank;
  return rank;
}

}  // namespace

std::uint64_t median_high_rank(std::uint64_t total, double confidence) {
  return total + 1 - low_rank(total, (1 - confidence) / 2);
}

MedianTime median_time(std::vector<std::uint64_t> known, std::uint64_t total, double confidence) {
  if (known.size() > total) throw std::invalid_argument("more times than there are in all");
  if (!(confidence > 0 && confidence < 1)) {
    throw std::invalid_argument("a confidence that is not between 0 and 1");
  }
  MedianTime result;
  if (total == 0) return result;
  std::sort(known.begin(), known.end());
  const auto at_rank = [&](std::uint64_t rank) -> std::optional<std::uint64_t> {
    if (rank == 0 || rank > known.size()) return std::nullopt;
    return known[static_cast<std::size_t>(rank - 1)];
  };
  result.median = at_rank((total + 1) / 2);
  const std::uint64_t high = median_high_rank(total, confidence);
  result.low = at_rank(total + 1 - high);
  result.high = at_rank(high);
  return result;
}

}  // namespace hogtie
