#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

#include "core/random/coins.h"
#include "core/statistics/ks_distance.h"
#include "core/statistics/median_interval.h"
#include "core/statistics/median_ratio.h"
#include "core/statistics/permutation_test.h"
#include "core/statistics/tail.h"

namespace hogtie {
namespace {

CountDistribution distribution(const std::vector<std::uint64_t>& values) {
  CountDistribution result;
  for (const std::uint64_t value : values) result.add(value);
  return result;
}

TEST(KsDistance, ByHand) {
  // F_a - F_b is 1/3 after 1, after 2, and after 3.
  EXPECT_DOUBLE_EQ(ks_distance(distribution({1, 2, 3}), distribution({2, 3, 4})), 1.0 / 3);
  // 3/4 after 1, of samples of different sizes.
  EXPECT_DOUBLE_EQ(ks_distance(distribution({1, 1, 1, 5}), distribution({5})), 0.75);
  EXPECT_EQ(ks_distance(distribution({1, 2}), distribution({3, 70'000})), 1);
  EXPECT_EQ(ks_distance(distribution({70'000, 3}), distribution({3, 3, 70'000, 70'000})), 0);
  EXPECT_EQ(ks_distance(distribution({}), distribution({3})), 0);
}

/// The difference of the means, of those marked and the others.
TwoSampleStatistic mean_difference(const std::vector<double>& values) {
  return [&values](std::span<const std::uint8_t> in_first) {
    double sums[2] = {0, 0};
    double counts[2] = {0, 0};
    for (std::size_t k = 0; k < in_first.size(); ++k) {
      sums[in_first[k]] += values[k];
      counts[in_first[k]] += 1;
    }
    return std::abs(sums[0] / counts[0] - sums[1] / counts[1]);
  };
}

TEST(PermutationTest, LooksAtAllDivisionsWhereTheyAreFew) {
  // Of the C(6, 3) = 20 divisions, {1, 2, 3} against the rest and its mirror image differ most.
  const std::vector<double> apart{1, 2, 3, 4, 5, 6};
  const PermutationTest test = permutation_test(3, 3, mean_difference(apart));
  EXPECT_TRUE(test.exact);
  EXPECT_EQ(test.divided, 20U);
  EXPECT_DOUBLE_EQ(test.statistic, 3);
  EXPECT_DOUBLE_EQ(test.p_value, 2.0 / 20);
  // {1, 4} has a mean of 2.5 against 10/3, a difference of 5/6. Of the 10 divisions of 1, 2, 3, 4,
  // 5 into 2 and 3, the difference is |5 s/6 - 5| for a pair of sum s: less than that only where s
  // is 6 = 1 + 5 = 2 + 4, where it is 0.
  const std::vector<double> mixed{1, 4, 2, 3, 5};
  EXPECT_DOUBLE_EQ(permutation_test(2, 3, mean_difference(mixed)).p_value, 8.0 / 10);
  EXPECT_DOUBLE_EQ(permutation_test(1, 1, mean_difference(apart)).p_value, 1);
}

TEST(PermutationTest, DrawsDivisionsWhereTheyAreMany) {
  // Two of C(20, 10) = 184,756 divisions are as far apart: 1000 draws meet one with 1 %.
  std::vector<double> apart;
  for (int k = 0; k < 20; ++k) apart.push_back(k);
  const PermutationTest test = permutation_test(10, 10, mean_difference(apart));
  EXPECT_FALSE(test.exact);
  EXPECT_EQ(test.divided, 1001U);
  EXPECT_DOUBLE_EQ(test.p_value, 1.0 / 1001);
  // The same again: draws have a fixed seed.
  std::vector<double> mixed;
  for (int k = 0; k < 20; ++k) mixed.push_back((k * 7) % 20);
  const double p = permutation_test(10, 10, mean_difference(mixed)).p_value;
  EXPECT_EQ(permutation_test(10, 10, mean_difference(mixed)).p_value, p);
  EXPECT_GT(p, 0.05);
}

TEST(PermutationTest, WrongSamples) {
  const TwoSampleStatistic none = [](std::span<const std::uint8_t>) { return 0.0; };
  EXPECT_THROW(permutation_test(0, 3, none), std::invalid_argument);
  EXPECT_THROW(permutation_test(3, 0, none), std::invalid_argument);
}

// Runs whose values hang together: all of a run are the same one of 1000. If the two samples are
// alike, the test rejects at 5 % in no more than 5 % of cases: of 300, 15 with a deviation of 3.8;
// more than 33 with probability 1e-5. Each sample has 8 * 50 values, and the textbook's test, which
// takes them for independent and rejects from a distance of 1.36 sqrt(2/400) = 0.096 on, would
// nearly always: eight draws are farther apart.
TEST(KsTest, KeepsItsLevelWhereValuesWithinARunDepend) {
  Coins coins(1, 0, 0);
  int rejected = 0;
  int rejected_by_textbook = 0;
  for (int repetition = 0; repetition < 300; ++repetition) {
    std::vector<CountDistribution> runs;
    for (int run = 0; run < 16; ++run) {
      runs.push_back(distribution(std::vector<std::uint64_t>(50, coins.index(1000))));
    }
    const std::span<const CountDistribution> all(runs);
    const PermutationTest test = ks_test(all.first(8), all.subspan(8));
    if (test.p_value <= 0.05) ++rejected;
    if (test.statistic > 0.096) ++rejected_by_textbook;
  }
  EXPECT_LE(rejected, 33);
  EXPECT_GT(rejected, 0);
  EXPECT_GT(rejected_by_textbook, 290);
}

TEST(KsTest, TellsApart) {
  std::vector<CountDistribution> low(8, distribution({1, 1, 2}));
  std::vector<CountDistribution> high(8, distribution({1, 2, 2}));
  const PermutationTest test = ks_test(low, high);
  EXPECT_DOUBLE_EQ(test.statistic, 1.0 / 3);
  // Only 2 of C(16, 8) = 12,870 divisions are as far apart.
  EXPECT_LE(test.p_value, 3.0 / 1001);
  EXPECT_EQ(ks_test(low, low).p_value, 1);
}

TEST(TailOf, ByHand) {
  const auto points = tail_of(distribution({0, 0, 1, 3, 3, 3, 7, 70'000}));
  ASSERT_EQ(points.size(), 4U);
  const std::uint64_t values[] = {1, 3, 7, 69'632};  // 70,000 lies in the bucket from 68 * 1024 on
  const double shares[] = {6.0 / 8, 5.0 / 8, 2.0 / 8, 1.0 / 8};
  for (std::size_t k = 0; k < points.size(); ++k) {
    EXPECT_EQ(points[k].value, values[k]);
    EXPECT_DOUBLE_EQ(points[k].share, shares[k]);
  }
  EXPECT_TRUE(tail_of(distribution({})).empty());
  EXPECT_TRUE(tail_of(distribution({0, 0})).empty());
}

TEST(TailOf, HasFewPointsOfManyValues) {
  std::vector<std::uint64_t> values(4000);
  for (std::size_t k = 0; k < values.size(); ++k) values[k] = k;
  const auto points = tail_of(distribution(values));
  // All up to 64, and no more than 64 for each of the six doublings after that.
  EXPECT_GT(points.size(), 64U + 6 * 20);
  EXPECT_LT(points.size(), 64U + 6 * 64);
  EXPECT_EQ(points.back().value, 3999U);
  for (const TailPoint& point : points) {
    EXPECT_NEAR(point.share, 1 - static_cast<double>(point.value) / 4000, 1e-15);
  }
}

TEST(MedianRatio, ByHand) {
  // Of ten times each end of 97.5 % is that of rank 2 and 9: P(at most one is below) = 11/1024 is
  // below 1.25 %, P(at most two) = 56/1024 is not.
  const std::vector<std::uint64_t> tens{10, 20, 30, 40, 50, 60, 70, 80, 90, 100};
  const MedianRatio ratio = median_ratio({tens, 10}, {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 10}, 0.95);
  EXPECT_EQ(ratio.value, 10);
  EXPECT_EQ(ratio.low, 20.0 / 9);
  EXPECT_EQ(ratio.high, 90.0 / 2);
  // Without its last three the upper end is not known.
  const MedianRatio censored = median_ratio({{10, 20, 30, 40, 50, 60, 70}, 10}, {tens, 10}, 0.95);
  EXPECT_EQ(censored.value, 1);
  EXPECT_EQ(censored.high, std::nullopt);
  EXPECT_EQ(median_ratio({tens, 10}, {{10, 20}, 10}, 0.95).value, std::nullopt);
  EXPECT_EQ(median_ratio({tens, 10}, {{0}, 1}, 0.95).value, std::nullopt);
}

TEST(MedianTime, RanksByHand) {
  // Of ten, 2 or fewer heads come with 56/1024 > 2.5 %, 1 or fewer with 11/1024: the interval is
  // that from the 2nd to the 9th.
  EXPECT_EQ(median_high_rank(10, 0.95), 9u);
  EXPECT_EQ(median_high_rank(3, 0.95), 4u);  // none
  const MedianTime all = median_time({70, 20, 30, 90, 50, 60, 10, 80, 40, 100}, 10, 0.95);
  EXPECT_EQ(all.median, 50U);
  EXPECT_EQ(all.low, 20U);
  EXPECT_EQ(all.high, 90U);
  // Three of them later than all others.
  const MedianTime censored = median_time({70, 20, 30, 50, 60, 10, 40}, 10, 0.95);
  EXPECT_EQ(censored.median, 50U);
  EXPECT_EQ(censored.low, 20U);
  EXPECT_EQ(censored.high, std::nullopt);
  EXPECT_EQ(median_time({1, 2, 3, 4}, 10, 0.95).median, std::nullopt);
  // No heads of five come with 1/32 > 2.5 %: there is no such interval.
  const MedianTime few = median_time({1, 2, 3, 4, 5}, 5, 0.95);
  EXPECT_EQ(few.median, 3U);
  EXPECT_EQ(few.low, std::nullopt);
  EXPECT_EQ(few.high, std::nullopt);
  EXPECT_EQ(median_time({}, 0, 0.95).median, std::nullopt);
  EXPECT_THROW(median_time({1, 2}, 1, 0.95), std::invalid_argument);
  EXPECT_THROW(median_time({1}, 1, 1), std::invalid_argument);
}

}  // namespace
}  // namespace hogtie
