#pragma once

#include <cstdint>
#include <vector>

namespace hogtie {

/// How a number of delays are distributed, in bounded memory: maximum and mean are exact, quantiles
/// are exact below kExact and at most 1/64 too small from there on.
///
/// From kExact on, values share buckets, 64 to each power of two, and a bucket stands for its
/// smallest value (as in HdrHistogram).
class DelayDistribution {
 public:
  static constexpr std::uint64_t kExact = 4096;

  void add(std::uint64_t delay);

  std::uint64_t count() const { return count_; }
  std::uint64_t maximum() const { return maximum_; }  ///< 0 of none.
  double mean() const;                                ///< 0 of none.

  /// The smallest value that at least `percent` % of all do not exceed; 0 of none. 1 to 100.
  std::uint64_t quantile(std::uint32_t percent) const;

 private:
  __extension__ using Wide = unsigned __int128;

  std::vector<std::uint64_t> counts_;  // by bucket, up to the last that is used
  std::uint64_t count_ = 0;
  std::uint64_t maximum_ = 0;
  Wide sum_ = 0;
};

}  // namespace hogtie
