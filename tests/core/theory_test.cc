#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "core/theory/bad_iterations.h"
#include "core/theory/contention.h"
#include "core/theory/delay_sum_bounds.h"
#include "core/theory/full_sgd.h"
#include "core/theory/premise.h"
#include "core/theory/stale_gradient.h"

namespace hogtie {
namespace {

// 2 α n M / sqrt(ε) = 2 * 0.5 * 4 * 2 / 0.25 = 32 = 2^5, and the last step size 0.5 / 2^4 is
// sqrt(ε)/(nM) = 1/32 exactly; above 32 it takes one more.
TEST(FullSgdEpochs, AreTheCeilingOfTheLogarithm) {
  EXPECT_EQ(full_sgd_epochs(0.5, 4, 4, 0.0625), 5U);
  EXPECT_EQ(full_sgd_epochs(std::nextafter(0.5, 1.0), 4, 4, 0.0625), 6U);
  EXPECT_EQ(full_sgd_epochs(0.25, 4, 4, 0.0625), 4U);
  EXPECT_EQ(full_sgd_epochs(1e-9, 4, 4, 0.0625), 1U);
  EXPECT_THROW(full_sgd_epochs(0.5, 4, 4, 0), std::domain_error);
  EXPECT_THROW(full_sgd_epochs(0.5, 0, 4, 0.0625), std::domain_error);
  EXPECT_THROW(full_sgd_epochs(1e300, 4, 1e300, 1e-300), std::domain_error);
}

TEST(AverageContention, IsBelowTwiceTheWorkers) {
  EXPECT_EQ(average_contention_bound(1), 0U);
  EXPECT_EQ(average_contention_bound(8), 14U);
  EXPECT_THROW(average_contention_bound(0), std::domain_error);
}

// n = 3, K = 1, so a window is 3 iterations. Three long iterations, and 3 short ones of the third
// worker one after the other during the first two:
//   0: 0-20, 1: 1-21, then 2: 2-3, 3: 4-5, 4: 6-7.
// By start: 0 has 1, 2, 3, 4 starting during it, 1 has 2, 3, 4, so both are bad, n - 1 of them
// among 0, 1, 2. By end the order is 2, 3, 4, 0, 1; 0 and 1 have at least 3 ends during them.
TEST(BadIterations, ReachTheBound) {
  const std::vector<IterationSpan> spans = {{0, 20}, {1, 21}, {2, 3}, {4, 5}, {6, 7}};
  EXPECT_EQ(most_bad_iterations(spans, 3, kByStart), 2U);
  EXPECT_EQ(most_bad_iterations(spans, 3, kByEnd), 2U);
  EXPECT_EQ(bad_iterations_bound(3), 2U);
  // With a window of 4, only 0 has 4 starts during it, and only 1 has 4 ends.
  EXPECT_EQ(most_bad_iterations(spans, 4, kByStart), 1U);
  EXPECT_EQ(most_bad_iterations(spans, 4, kByEnd), 1U);
  EXPECT_EQ(most_bad_iterations(spans, 5, kByStart), 0U);
  EXPECT_EQ(most_bad_iterations(spans, 5, kByEnd), 0U);
}

// The second and the fifth are bad in windows of 2, with 3 apart: never in one window of 2.
//   0: 0-1, 1: 2-9, 2: 3-4, 3: 5-6, 4: 10-17, 5: 11-12, 6: 13-14
TEST(BadIterations, CountWithinAWindow) {
  const std::vector<IterationSpan> spans = {{0, 1},   {2, 9},   {3, 4},  {5, 6},
                                            {10, 17}, {11, 12}, {13, 14}};
  EXPECT_EQ(most_bad_iterations(spans, 2, kByStart), 1U);
  EXPECT_EQ(most_bad_iterations(spans, 2, kByEnd), 1U);
}

// An iteration that did not end overlaps all that follow, and has no place in the order by end.
TEST(BadIterations, TakeThoseThatDidNotEnd) {
  const std::vector<IterationSpan> spans = {{0, kNoStep}, {1, 2}, {3, 4}};
  EXPECT_EQ(most_bad_iterations(spans, 2, kByStart), 1U);
  EXPECT_EQ(most_bad_iterations(spans, 2, kByEnd), 0U);
}

TEST(BadIterations, NeedAWindowAndAnOrder) {
  EXPECT_THROW(most_bad_iterations({}, 0, kByEnd), std::domain_error);
  EXPECT_THROW(most_bad_iterations({}, 1, kByFirstUpdate), std::domain_error);
  EXPECT_THROW(bad_iterations_bound(0), std::domain_error);
}

// 2 sqrt(18 · 2) = 12. For n = 2, τ_max = 18 the proved bounds for K = 1, ... are
// 2 + 9, 4 + 5, 6 + 3, 8 + 3, 10 + 2, ...: 9.
TEST(DelaySumBounds, AreAsStated) {
  EXPECT_DOUBLE_EQ(published_delay_sum_bound(18, 2), 12.0);
  EXPECT_EQ(proved_delay_sum_bound(18, 2), 9U);
  EXPECT_EQ(delay_sum_bound_by_end(2), 1U);
  EXPECT_THROW(published_delay_sum_bound(1, 0), std::domain_error);
  EXPECT_THROW(proved_delay_sum_bound(1, 0), std::domain_error);
  EXPECT_THROW(delay_sum_bound_by_end(0), std::domain_error);
}

// The minimum over every K up to where Kn passes τ_max, from where on the bound only grows.
TEST(DelaySumBounds, AreMinimaOverAllK) {
  for (const std::uint64_t n : {1U, 2U, 3U, 8U, 100U}) {
    for (const std::uint64_t tau : {0U, 1U, 7U, 64U, 1000U, 12345U}) {
      std::uint64_t least = n + (n - 1) * ((tau + n - 1) / n);
      for (std::uint64_t k = 2; k <= tau / n + 2; ++k) {
        least = std::min(least, k * n + (n - 1) * ((tau + k * n - 1) / (k * n)));
      }
      EXPECT_EQ(proved_delay_sum_bound(tau, n), least) << n << " workers, tau_max " << tau;
    }
  }
}

struct Slowdown {
  double step_size;
  std::uint64_t tau;
  double value;
};

class StaleGradientSlowdown : public ::testing::TestWithParam<Slowdown> {};

TEST_P(StaleGradientSlowdown, IsAsPublished) {
  const auto& [step_size, tau, value] = GetParam();
  EXPECT_NEAR(slowdown({step_size, tau}), value, 5e-6);
  // The same with curvature 4 and a step four times smaller.
  EXPECT_NEAR(slowdown({step_size / 4, tau, 1, 4}), value, 5e-6);
}

// Digits from the statement; (0.5, 2) by hand: 3 ln(1/2) / ln|1/4 - 1/2| = 3 / 2.
INSTANTIATE_TEST_SUITE_P(Statement7, StaleGradientSlowdown,
                         ::testing::Values(Slowdown{0.5, 2, 1.5}, Slowdown{0.5, 16, 16.99925},
                                           Slowdown{0.2, 22, 3.11610}, Slowdown{0.1, 58, 2.67364},
                                           Slowdown{0.1, 232, 10.66150},
                                           Slowdown{0.05, 576, 9.87946}));

// One round, mean and variance followed update by update: x ← x - α(λx - u) multiplies the mean by
// 1-αλ and the variance by (1-αλ)², and adds α²σ²; a stale update shifts the mean by -αλ x_0 and
// adds α²σ² alone, its noise being independent of the rest.
TEST(StaleRound, IsThatOfItsUpdates) {
  for (const double curvature : {1.0, 0.25, 3.0}) {
    for (const std::uint64_t stale : {1U, 2U, 11U}) {
      for (const std::uint64_t tau : {0U, 1U, 5U, 40U}) {
        const double step_size = 0.1;
        const double noise = 0.3;
        double mean = 1;
        double variance_now = 0;
        for (std::uint64_t k = 0; k < tau; ++k) {
          mean *= 1 - step_size * curvature;
          variance_now *= (1 - step_size * curvature) * (1 - step_size * curvature);
          variance_now += step_size * step_size * noise * noise;
        }
        for (std::uint64_t k = 0; k < stale; ++k) {
          mean -= step_size * curvature;
          variance_now += step_size * step_size * noise * noise;
        }
        const StaleRound round{step_size, tau, stale, curvature};
        EXPECT_NEAR(mean_factor(round), mean, 1e-14);
        EXPECT_NEAR(variance(round, noise), variance_now, 1e-14);
        EXPECT_EQ(diverges(round), std::abs(mean) > 1);
      }
    }
  }
}

// As theory states them for λ = 1: α = 1/2, τ = 2, σ = 2. Mean 1/4 - 1/2; variance
// α²σ² = 1 and ασ²(1 - 1/16)/(3/2) = 2 · 15/16 · 2/3 = 5/4.
TEST(StaleRound, HasTheVarianceOfTheStatement) {
  EXPECT_DOUBLE_EQ(mean_factor({0.5, 2}), -0.25);
  EXPECT_DOUBLE_EQ(variance({0.5, 2}, 2), 2.25);
  EXPECT_DOUBLE_EQ(variance({0.5, 2, 3}, 2), 4.25);  // two more of α²σ²
}

// α = 0.1: with n - 1 = 10 stale workers the factor is at least -1; with 11, (1-α)^τ < 0.1 is
// needed: 0.9^21 = 0.1094, 0.9^22 = 0.0985.
TEST(StaleRound, DivergesInASwarm) {
  EXPECT_FALSE(diverges({0.1, 100000, 10}));
  EXPECT_TRUE(diverges({0.1, 100000, 11}));
  EXPECT_FALSE(diverges({0.1, 21, 11}));
  EXPECT_TRUE(diverges({0.1, 22, 11}));
}

// 2 · 0.5^τ <= 0.5 from τ = 2 on, exactly. 2 · 0.8^τ <= 0.2: 0.8^10 = 0.107, 0.8^11 = 0.0859.
// 2 · 0.9^τ <= 0.1: 0.9^28 = 0.0523, 0.9^29 = 0.0471.
TEST(StaleRound, StopsContractingFromATauOn) {
  EXPECT_EQ(tau_of_no_return(0.5), 2U);
  EXPECT_EQ(tau_of_no_return(0.2), 11U);
  EXPECT_EQ(tau_of_no_return(0.1), 29U);
  EXPECT_EQ(tau_of_no_return(0.05, 2), 29U);
  for (const double step_size : {0.3, 0.01, 1e-6}) {
    const std::uint64_t tau = tau_of_no_return(step_size);
    EXPECT_LE(mean_factor({step_size, tau}), -step_size / 2);
    EXPECT_GT(mean_factor({step_size, tau - 1}), -step_size / 2);
  }
}

TEST(StaleRound, IsSlowerThanALineInTau) {
  // 2 · 0.5^2 = 0.5; 3 ln 0.5 / ln 0.25 = 1.5, where the slowdown itself is 3 ln 0.5 / ln 0.25 too.
  EXPECT_NEAR(slowdown_lower_bound({0.5, 2}), 1.5, 1e-12);
  for (const double step_size : {0.5, 0.2, 0.05}) {
    const std::uint64_t from = tau_of_no_return(step_size);
    const double at_first = slowdown_lower_bound({step_size, from});
    for (const std::uint64_t tau : {from, from + 1, 3 * from, 100 * from}) {
      const double bound = slowdown_lower_bound({step_size, tau});
      EXPECT_GE(slowdown({step_size, tau}), bound * (1 - 1e-12));
      EXPECT_NEAR(bound / at_first, static_cast<double>(tau + 1) / static_cast<double>(from + 1),
                  1e-9);
    }
    EXPECT_THROW(slowdown_lower_bound({step_size, from - 1}), PremiseError);
  }
  EXPECT_THROW(slowdown_lower_bound({0.5, 2, 2}), PremiseError);
}

TEST(StaleRound, LandsOnTheOptimum) {
  // (1-α)^1 - α = 0 at α = 1/2.
  EXPECT_EQ(slowdown({0.5, 1}), 0.0);
  EXPECT_EQ(mean_factor({0.5, 1}), 0.0);
}

TEST(StaleRound, HasPremises) {
  EXPECT_THROW(mean_factor({0, 1}), std::domain_error);
  EXPECT_THROW(mean_factor({1, 1}), std::domain_error);
  EXPECT_THROW(mean_factor({std::nan(""), 1}), std::domain_error);
  EXPECT_THROW(mean_factor({0.5, 1, 1, 2}), std::domain_error);
  EXPECT_THROW(mean_factor({-0.5, 1, 1, -1}), std::domain_error);
  EXPECT_THROW(mean_factor({0.5, 1, 0}), std::domain_error);
  EXPECT_THROW(variance({0.5, 1}, -1), std::domain_error);
  EXPECT_THROW(tau_of_no_return(1e-13), std::domain_error);
  try {
    slowdown({2, 1});
    FAIL();
  } catch (const std::domain_error& error) {
    EXPECT_STREQ(error.what(), "premise does not hold: 0 < alpha lambda < 1 (alpha lambda = 2)");
  }
}

}  // namespace
}  // namespace hogtie
