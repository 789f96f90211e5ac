#include "core/statistics/count_distribution.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <stdexcept>

namespace hogtie {
namespace {

constexpr std::uint32_t kBucketBits = 6;  // 64 buckets to a power of two
constexpr std::uint32_t kExactBits = 12;
static_assert(CountDistribution::kExact == std::uint64_t{1} << kExactBits);

}  // namespace

/// The bucket of a value from kExact on.
std::size_t CountDistribution::shared_bucket(std::uint64_t value) {
  const auto power = static_cast<std::uint32_t>(std::bit_width(value)) - 1;
  const std::uint64_t within = (value >> (power - kBucketBits)) - (1u << kBucketBits);
  return static_cast<std::size_t>(CountDistribution::kExact +
                                  (std::uint64_t{power - kExactBits} << kBucketBits) + within);
}

std::uint64_t CountDistribution::smallest(std::size_t bucket) {
  if (bucket < kExact) return bucket;
  const std::uint64_t rest = bucket - kExact;
  const std::uint64_t power = kExactBits + (rest >> kBucketBits);
  const std::uint64_t within = rest & ((1u << kBucketBits) - 1);
  return ((1u << kBucketBits) + within) << (power - kBucketBits);
}

void CountDistribution::add(const CountDistribution& other) {
  if (other.counts_.size() > counts_.size()) counts_.resize(other.counts_.size());
  for (std::size_t at = 0; at < other.counts_.size(); ++at) counts_[at] += other.counts_[at];
  count_ += other.count_;
  maximum_ = std::max(maximum_, other.maximum_);
  sum_ += other.sum_;
}

double CountDistribution::mean() const {
  return count_ == 0 ? 0.0 : static_cast<double>(sum_) / static_cast<double>(count_);
}

std::uint64_t CountDistribution::quantile(std::uint32_t percent) const {
  return at_rank(static_cast<std::uint64_t>((Wide{count_} * percent + 99) / 100));
}

std::uint64_t CountDistribution::at_rank(std::uint64_t rank) const {
  std::uint64_t below = 0;
  for (std::size_t at = 0; at < counts_.size(); ++at) {
    below += counts_[at];
    if (below >= rank) return smallest(at);
  }
  return 0;
}

CountDistribution::Sum CountDistribution::sum() const {
  return {static_cast<std::uint64_t>(sum_ >> 64), static_cast<std::uint64_t>(sum_)};
}

CountDistribution CountDistribution::restore(std::span<const std::uint64_t> buckets,
                                             std::uint64_t maximum, Sum sum) {
  CountDistribution restored;
  for (const std::uint64_t count : buckets) {
    if (__builtin_add_overflow(restored.count_, count, &restored.count_)) {
      throw std::invalid_argument("more values than can be counted");
    }
  }
  const std::size_t used = restored.count_ == 0 ? 0 : bucket(maximum) + 1;
  if (buckets.size() != used || (used > 0 && buckets.back() == 0)) {
    throw std::invalid_argument("buckets that do not end at the maximum");
  }
  Wide least = 0;
  Wide most = 0;
  for (std::size_t at = 0; at < used; ++at) {
    least += Wide{buckets[at]} * smallest(at);
    most += Wide{buckets[at]} * (at + 1 < used ? smallest(at + 1) - 1 : maximum);
  }
  // One of the values is the maximum.
  if (used > 0) least += maximum - smallest(used - 1);
  const Wide total = Wide{sum.high} << 64 | sum.low;
  if (total < least || total > most) throw std::invalid_argument("a sum of other values");
  restored.counts_.assign(buckets.begin(), buckets.end());
  restored.maximum_ = maximum;
  restored.sum_ = total;
  return restored;
}

}  // namespace hogtie
