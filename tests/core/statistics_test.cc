#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include "core/random/coins.h"
#include "core/statistics/clopper_pearson.h"
#include "core/statistics/count_distribution.h"
#include "core/statistics/moments.h"

namespace hogtie {
namespace {

// P(X = k) for X binomial.
long double binomial(std::uint64_t k, std::uint64_t n, long double p) {
  const auto log_choose = std::lgamma(static_cast<long double>(n + 1)) -
                          std::lgamma(static_cast<long double>(k + 1)) -
                          std::lgamma(static_cast<long double>(n - k + 1));
  return std::exp(log_choose) * std::pow(p, static_cast<long double>(k)) *
         std::pow(1 - p, static_cast<long double>(n - k));
}

// P(from <= X <= to).
long double between(std::uint64_t from, std::uint64_t to, std::uint64_t n, long double p) {
  long double sum = 0;
  for (std::uint64_t k = from; k <= to; ++k) sum += binomial(k, n, p);
  return sum;
}

// The ends are where the tail beyond what was seen has half of what is left of the confidence.
TEST(ClopperPearson, EndsByDefinition) {
  for (const double confidence : {0.5, 0.95, 0.999}) {
    for (const std::uint64_t n : {1U, 2U, 7U, 40U, 200U}) {
      for (std::uint64_t k = 0; k <= n; k += 1 + n / 10) {
        const Interval interval = clopper_pearson(k, n, confidence);
        const double tail = (1 - confidence) / 2;
        if (k > 0) {
          EXPECT_NEAR(static_cast<double>(between(k, n, n, interval.low)), tail, 1e-10);
        } else {
          EXPECT_EQ(interval.low, 0);
        }
        if (k < n) {
          EXPECT_NEAR(static_cast<double>(between(0, k, n, interval.high)), tail, 1e-10);
        } else {
          EXPECT_EQ(interval.high, 1);
        }
      }
    }
  }
}

TEST(ClopperPearson, ClosedForms) {
  // P(X = 0) = (1-p)^n = 0.025, and the same from the other side.
  EXPECT_NEAR(clopper_pearson(0, 10, 0.95).high, 1 - std::pow(0.025, 0.1), 1e-14);
  EXPECT_NEAR(clopper_pearson(10, 10, 0.95).low, std::pow(0.025, 0.1), 1e-14);
  // The published interval for 5 of 10.
  EXPECT_NEAR(clopper_pearson(5, 10, 0.95).low, 0.1870860, 1e-7);
  EXPECT_NEAR(clopper_pearson(5, 10, 0.95).high, 0.8129140, 1e-7);
  // "Rule of three", for many trials: 3.689 / n with both tails.
  EXPECT_NEAR(1e9 * clopper_pearson(0, 1'000'000'000, 0.95).high, -std::log(0.025), 1e-6);
  const Interval none = clopper_pearson(0, 0, 0.95);
  EXPECT_EQ(none, (Interval{0, 1}));
}

TEST(ClopperPearson, WrongArguments) {
  EXPECT_THROW(clopper_pearson(2, 1, 0.95), std::invalid_argument);
  EXPECT_THROW(clopper_pearson(0, 1, 0), std::invalid_argument);
  EXPECT_THROW(clopper_pearson(0, 1, 1), std::invalid_argument);
  EXPECT_THROW(clopper_pearson(0, 1, std::nan("")), std::invalid_argument);
}

// The number of 4000 simulated intervals of 95 % that cover is at least binomial with 0.95, whose
// mean is 3800 and deviation 13.8: below 3740, 4.3 deviations, with probability 1e-5.
TEST(ClopperPearson, CoversInSimulation) {
  constexpr std::uint64_t kTrials = 60;
  std::uint64_t seed = 0;
  for (const double p : {0.005, 0.1, 0.5, 0.93}) {
    Coins coins(++seed, 0, 0);
    int covered = 0;
    double width = 0;
    for (int repetition = 0; repetition < 4000; ++repetition) {
      std::uint64_t successes = 0;
      for (std::uint64_t k = 0; k < kTrials; ++k) {
        if (static_cast<double>(coins() >> 11) * 0x1p-53 < p) ++successes;
      }
      const Interval interval = clopper_pearson(successes, kTrials, 0.95);
      width += interval.width() / 4000;
      if (interval.low <= p && p <= interval.high) ++covered;
    }
    EXPECT_GE(covered, 3740) << p;
    // About 2 * 1.96 sqrt(p (1-p) / n), and not much wider: 0.25 at 1/2.
    EXPECT_LT(width, 0.28) << p;
  }
}

TEST(Moments, OfAFewNumbers) {
  Moments moments;
  for (const double value : {1.0, 2.0, 3.0, 4.0, 5.0}) moments.add(value);
  EXPECT_EQ(moments.count(), 5U);
  EXPECT_DOUBLE_EQ(moments.mean(), 3);
  EXPECT_DOUBLE_EQ(moments.squares(), 10);
  EXPECT_EQ(moments.least(), 1);
  EXPECT_EQ(moments.most(), 5);
  // Deviation sqrt(10/4), error sqrt(2.5/5); t with 4 degrees of freedom has 2.776445 at 0.975.
  const Interval interval = moments.mean_interval(0.95);
  EXPECT_NEAR(interval.low, 3 - 2.776445 * std::sqrt(0.5), 1e-6);
  EXPECT_NEAR(interval.high, 3 + 2.776445 * std::sqrt(0.5), 1e-6);
  EXPECT_THROW(moments.mean_interval(1), std::invalid_argument);
}

// Numbers whose squares drown their deviation: 1e9 + 1, ..., 1e9 + 1000.
TEST(Moments, KeepTheDigitsOfLargeNumbers) {
  Moments moments;
  for (int k = 1; k <= 1000; ++k) moments.add(1e9 + k);
  EXPECT_DOUBLE_EQ(moments.mean(), 1e9 + 500.5);
  // 1000 (1000^2 - 1) / 12.
  EXPECT_NEAR(moments.squares(), 83333250, 1e-3);
}

TEST(Moments, OfTooLittle) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Moments moments;
  EXPECT_EQ(moments.mean_interval(0.9), (Interval{-kInfinity, kInfinity}));
  moments.add(1);
  EXPECT_EQ(moments.mean_interval(0.9), (Interval{-kInfinity, kInfinity}));
  moments.add(kInfinity);
  EXPECT_EQ(moments.mean_interval(0.9), (Interval{-kInfinity, kInfinity}));
  EXPECT_EQ(moments.most(), kInfinity);
}

// Counts of all sizes, at random.
std::vector<std::uint64_t> random_counts(std::uint64_t seed, std::size_t size) {
  Coins coins(seed, 0, 0);
  std::vector<std::uint64_t> counts(size);
  for (std::uint64_t& count : counts) count = coins() >> coins.index(64);
  return counts;
}

void expect_equal(const CountDistribution& a, const CountDistribution& b) {
  EXPECT_EQ(std::vector(a.buckets().begin(), a.buckets().end()),
            std::vector(b.buckets().begin(), b.buckets().end()));
  EXPECT_EQ(a.count(), b.count());
  EXPECT_EQ(a.maximum(), b.maximum());
  EXPECT_EQ(a.sum().high, b.sum().high);
  EXPECT_EQ(a.sum().low, b.sum().low);
}

TEST(CountDistribution, AddsUp) {
  const auto counts = random_counts(1, 500);
  CountDistribution all;
  CountDistribution first;
  CountDistribution second;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    all.add(counts[k]);
    (k % 3 == 0 ? first : second).add(counts[k]);
  }
  CountDistribution sum;
  sum.add(first);
  sum.add(second);
  sum.add(CountDistribution());
  expect_equal(sum, all);
}

TEST(CountDistribution, IsRestored) {
  for (const std::size_t size : {0U, 1U, 500U}) {
    CountDistribution kept;
    for (const std::uint64_t count : random_counts(2, size)) kept.add(count);
    expect_equal(CountDistribution::restore(kept.buckets(), kept.maximum(), kept.sum()), kept);
  }
}

TEST(CountDistribution, DoesNotRestoreWhatNoneIs) {
  const std::vector<std::uint64_t> good{0, 0, 3};
  EXPECT_EQ(CountDistribution::restore(good, 2, {0, 6}).count(), 3U);
  EXPECT_THROW(CountDistribution::restore(good, 3, {0, 6}), std::invalid_argument);
  EXPECT_THROW(CountDistribution::restore(good, 1, {0, 6}), std::invalid_argument);
  const std::vector<std::uint64_t> open{0, 3, 0};
  EXPECT_THROW(CountDistribution::restore(open, 2, {0, 3}), std::invalid_argument);
  const std::vector<std::uint64_t> many{~std::uint64_t{0}, 1};
  EXPECT_THROW(CountDistribution::restore(many, 1, {0, 1}), std::invalid_argument);
}

TEST(CountDistribution, Ranks) {
  CountDistribution counts;
  for (const std::uint64_t count : {7U, 3U, 3U, 9U}) counts.add(count);
  EXPECT_EQ(counts.at_rank(1), 3U);
  EXPECT_EQ(counts.at_rank(2), 3U);
  EXPECT_EQ(counts.at_rank(3), 7U);
  EXPECT_EQ(counts.at_rank(4), 9U);
}

}  // namespace
}  // namespace hogtie
