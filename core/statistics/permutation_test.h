#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace hogtie {

/// What a permutation test of two samples came to.
struct PermutationTest {
  double statistic = 0;       ///< The statistic of the samples as they are.
  double p_value = 1;         ///< That of a random division is as large, if the samples are alike.
  std::uint64_t divided = 0;  ///< Ways to divide them that were looked at.
  bool exact = false;         ///< These were all.
};

/// A figure that is large where two samples differ, of the items that are marked, which make up the
/// first sample, against the others.
using TwoSampleStatistic = std::function<double(std::span<const std::uint8_t> in_first)>;

/// Tests whether `first` and `second` items, at least one each and exchangeable if both samples are
/// alike, are as different as a random division of all of them (Fisher 1935). Where there are at
/// most 1000 ways to divide them, all are looked at: p is the share with a statistic as large as
/// that of the samples. Otherwise 1000 are drawn, with a fixed seed, and the samples themselves
/// count as one more, so that p is at least 1/1001 and the test keeps its level (Phipson and Smyth
/// 2010). The statistic is asked first of the samples: the first `first` items are marked. Throws
/// std::invalid_argument for an empty sample.
PermutationTest permutation_test(std::size_t first, std::size_t second,
                                 const TwoSampleStatistic& statistic);

}  // namespace hogtie
