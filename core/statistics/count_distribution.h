#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hogtie {

/// How a number of counts (delays, hitting times) are distributed, in bounded memory: maximum and
/// mean are exact, quantiles are exact below kExact and at most 1/64 too small from there on.
///
/// From kExact on, values share buckets, 64 to each power of two, and a bucket stands for its
/// smallest value (as in HdrHistogram).
class CountDistribution {
 public:
  static constexpr std::uint64_t kExact = 4096;

  void add(std::uint64_t value) {
    const std::size_t at = bucket(value);
    if (at >= counts_.size()) counts_.resize(at + 1);
    ++counts_[at];
    ++count_;
    maximum_ = std::max(maximum_, value);
    sum_ += value;
  }

  /// As if all values of the other had been added here.
  void add(const CountDistribution& other);

  std::uint64_t count() const { return count_; }
  std::uint64_t maximum() const { return maximum_; }  ///< 0 of none.
  double mean() const;                                ///< 0 of none.

  /// The smallest value that at least `percent` % of all do not exceed; 0 of none. 1 to 100.
  std::uint64_t quantile(std::uint32_t percent) const;

  /// The value at this rank, 1 to count(), in ascending order.
  std::uint64_t at_rank(std::uint64_t rank) const;

  /// The sum of all values, as two words of a 128-bit integer.
  struct Sum {
    std::uint64_t high;
    std::uint64_t low;
  };
  Sum sum() const;

  /// Values by bucket, up to the last one used.
  std::span<const std::uint64_t> buckets() const { return counts_; }

  /// The value that a bucket stands for, the smallest in it.
  static std::uint64_t smallest(std::size_t bucket);

  /// What was kept elsewhere as buckets, maximum and sum. Throws std::invalid_argument where the
  /// maximum is not in the last bucket, no values in these buckets have the sum, or there are 2^64
  /// values or more.
  static CountDistribution restore(std::span<const std::uint64_t> buckets, std::uint64_t maximum,
                                   Sum sum);

 private:
  static std::size_t bucket(std::uint64_t value) {
    return value < kExact ? static_cast<std::size_t>(value) : shared_bucket(value);
  }
  static std::size_t shared_bucket(std::uint64_t value);

  __extension__ using Wide = unsigned __int128;

  std::vector<std::uint64_t> counts_;  // by bucket, up to the last that is used
  std::uint64_t count_ = 0;
  std::uint64_t maximum_ = 0;
  Wide sum_ = 0;
};

}  // namespace hogtie
