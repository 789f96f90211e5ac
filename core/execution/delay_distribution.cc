#include "core/execution/delay_distribution.h"

#include <algorithm>
#include <bit>
#include <cstddef>

namespace hogtie {
namespace {

constexpr std::uint32_t kBucketBits = 6;  // 64 buckets to a power of two
constexpr std::uint32_t kExactBits = 12;
static_assert(DelayDistribution::kExact == std::uint64_t{1} << kExactBits);

std::size_t bucket(std::uint64_t value) {
  if (value < DelayDistribution::kExact) return static_cast<std::size_t>(value);
  const auto power = static_cast<std::uint32_t>(std::bit_width(value)) - 1;
  const std::uint64_t within = (value >> (power - kBucketBits)) - (1u << kBucketBits);
  return static_cast<std::size_t>(DelayDistribution::kExact +
                                  (std::uint64_t{power - kExactBits} << kBucketBits) + within);
}

std::uint64_t smallest(std::size_t bucket) {
  if (bucket < DelayDistribution::kExact) return bucket;
  const std::uint64_t rest = bucket - DelayDistribution::kExact;
  const std::uint64_t power = kExactBits + (rest >> kBucketBits);
  const std::uint64_t within = rest & ((1u << kBucketBits) - 1);
  return ((1u << kBucketBits) + within) << (power - kBucketBits);
}

}  // namespace

void DelayDistribution::add(std::uint64_t delay) {
  const std::size_t at = bucket(delay);
  if (at >= counts_.size()) counts_.resize(at + 1);
  ++counts_[at];
  ++count_;
  maximum_ = std::max(maximum_, delay);
  sum_ += delay;
}

double DelayDistribution::mean() const {
  return count_ == 0 ? 0.0 : static_cast<double>(sum_) / static_cast<double>(count_);
}

std::uint64_t DelayDistribution::quantile(std::uint32_t percent) const {
  const auto rank = static_cast<std::uint64_t>((Wide{count_} * percent + 99) / 100);
  std::uint64_t below = 0;
  for (std::size_t at = 0; at < counts_.size(); ++at) {
    below += counts_[at];
    if (below >= rank) return smallest(at);
  }
  return 0;
}

}  // namespace hogtie
