#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <string>

#include "core/theory/elastic_consistency.h"
#include "core/theory/full_sgd.h"
#include "core/theory/premise.h"
#include "core/theory/threshold.h"

namespace hogtie {
namespace {

TEST(Threshold, TheLeast) {
  const auto from = [](std::uint64_t least) {
    return [=](std::uint64_t value) { return value >= least; };
  };
  EXPECT_EQ(least_that_holds(1, from(1)), 1U);
  EXPECT_EQ(least_that_holds(1, from(77)), 77U);
  EXPECT_EQ(least_that_holds(100, from(77)), 100U);
  EXPECT_EQ(least_that_holds(1, from(kLargestSearched)), kLargestSearched);
  EXPECT_EQ(least_that_holds(1, from(kLargestSearched + 1)), std::nullopt);
}

TEST(Threshold, TheLargest) {
  const auto up_to = [](std::uint64_t largest) {
    return [=](std::uint64_t value) { return value <= largest; };
  };
  EXPECT_EQ(largest_that_holds(up_to(0)), 0U);
  EXPECT_EQ(largest_that_holds(up_to(77)), 77U);
  EXPECT_EQ(largest_that_holds(up_to(kLargestSearched - 1)), kLargestSearched - 1);
  EXPECT_EQ(largest_that_holds(up_to(kLargestSearched + 1)), kLargestSearched);
  EXPECT_EQ(largest_that_holds([](std::uint64_t) { return false; }), std::nullopt);
}

// d = 4, τ_max = 3, M = 2: B = 2 · 3 · 2 = 12; at α = 1/4, α²B² = 9.
TEST(ElasticConsistency, IsAsStated) {
  EXPECT_DOUBLE_EQ(elastic_consistency_constant(4, {2, 4, 3}), 12);
  EXPECT_DOUBLE_EQ(view_distance_bound(0.25, 12), 9);
  EXPECT_DOUBLE_EQ(empirical_elastic_consistency(0.25, 3), 12);
  EXPECT_THROW(view_distance_bound(0, 12), PremiseError);
  EXPECT_THROW(view_distance_bound(0.25, -1), PremiseError);
  EXPECT_THROW(empirical_elastic_consistency(0.25, -1), PremiseError);
}

// With c = 2 and L = 4 besides: α²L²B²/c² + αM²/c = 9 · 4 + 1/2, and αc = 1/2, so that three
// iterations from distance 4 leave 16/8 of its square.
TEST(ElasticConsistency, BoundsTheDistance) {
  const ConvergenceProblem problem{2, 4, 4, 0.01, 4};
  EXPECT_DOUBLE_EQ(elastic_noise_floor(problem, 0.25, 12), 36.5);
  EXPECT_DOUBLE_EQ(elastic_distance_bound(problem, 0.25, 12, 4, 3), 38.5);
  EXPECT_DOUBLE_EQ(elastic_distance_bound(problem, 0.25, 12, 4, 0), 52.5);
  EXPECT_DOUBLE_EQ(elastic_distance_bound(problem, 0.5, 0, 4, 1), 1);  // αc = 1 forgets the start
  EXPECT_THROW(elastic_distance_bound(problem, 0.51, 0, 4, 1), PremiseError);
}

// The bound follows update by update: E <- (1-αc) E + (αL²/c) α²B² + α²M² stays within it.
TEST(ElasticConsistency, IsAGeometricSeries) {
  const ConvergenceProblem problem{0.3, 0.7, 2, 0.01, 5};
  const double alpha = 0.2;
  const double elastic = 1.5;
  double squared = 25;
  for (std::uint64_t t = 1; t <= 300; ++t) {
    squared = (1 - alpha * 0.3) * squared + alpha * 0.49 / 0.3 * alpha * alpha * elastic * elastic +
              alpha * alpha * 2;
    EXPECT_LE(squared, elastic_distance_bound(problem, alpha, elastic, 5, t));
  }
  EXPECT_NEAR(squared, elastic_noise_floor(problem, alpha, elastic), 1e-6);
}

// n = 2, M = 4, √ε = 1/2: 2αnM/√ε = 32α.
TEST(FullSgd, HasAsManyEpochsAsStated) {
  const ConvergenceProblem problem{1, 2, 16, 0.25, 2};
  EXPECT_EQ(full_sgd_epochs(problem, 2, 1), 5U);
  EXPECT_EQ(full_sgd_epochs(problem, 2, 1.0001), 6U);
  EXPECT_EQ(full_sgd_epochs(problem, 2, 0.9999), 5U);
  EXPECT_EQ(full_sgd_epochs(problem, 2, 1 / 16.0), 1U);
  EXPECT_EQ(full_sgd_epochs(problem, 2, 1 / 32.0), 1U);   // log2(1) = 0
  EXPECT_EQ(full_sgd_epochs(problem, 2, 1 / 640.0), 1U);  // below 0
  EXPECT_EQ(full_sgd_step_size(1, 0), 1);
  EXPECT_EQ(full_sgd_step_size(1, 4), 1 / 16.0);
  EXPECT_THROW(full_sgd_epochs(problem, 0, 1), PremiseError);
  EXPECT_THROW(full_sgd_epochs(problem, 2, 0), PremiseError);
}

// c = L = M = 1, ε = 1, D = 2; n = 2, d = 1, τ_max = 1, so B = 1. At α = 1, 2αnM/√ε = 4: two
// epochs. The first forgets the start and ends at D'² = α² + α = 2; the second begins at √2 + 1,
// with one gradient of length 1 in flight, and after G = T - 1 gradients at a = 1/2 ends at D² =
// (√2+1)²/2^G + 1/4 + 1/2.
TEST(FullSgd, ByHand) {
  const ConvergenceProblem problem{1, 1, 1, 1, 2};
  const Asynchrony asynchrony{2, 1, 1};
  const double begin = (std::sqrt(2.0) + 1) * (std::sqrt(2.0) + 1);
  EXPECT_EQ(full_sgd_epochs(problem, 2, 1), 2U);
  EXPECT_DOUBLE_EQ(full_sgd_distance_bound(problem, asynchrony, {1, 2}, 3),
                   std::sqrt(begin / 4 + 0.75));
  // D <= 1 takes 2^G >= 4 (√2+1)² = 23.3, so G = 5.
  EXPECT_EQ(full_sgd_iterations(problem, asynchrony, {1, 2}), 6U);
  // A crash takes a gradient of the last epoch, of length 1/2, with it.
  EXPECT_DOUBLE_EQ(full_sgd_distance_bound(problem, asynchrony, {1, 2, 1}, 3),
                   std::sqrt(begin / 4 + 0.75) + 0.5);
  // α² + α = 1/2.
  EXPECT_DOUBLE_EQ(full_sgd_recommended_step_size(problem, asynchrony), (std::sqrt(3.0) - 1) / 2);
}

// Noise so small that ε/2 would allow α = ε c/(2M²) = 50.
TEST(FullSgd, DoesNotRecommendMoreThanTheInverseOfTheCurvature) {
  const ConvergenceProblem problem{2, 2, 0.02, 1, 1};
  EXPECT_EQ(full_sgd_recommended_step_size(problem, {1, 1, 0}), 0.5);
}

TEST(FullSgd, HasPremises) {
  const ConvergenceProblem problem{1, 1, 1, 1, 2};
  const auto premise = [&](auto call) {
    try {
      call();
    } catch (const PremiseError& error) {
      return error.premise();
    }
    return std::string("no error");
  };
  EXPECT_EQ(premise([&] {
              full_sgd_distance_bound(problem, {3, 1, 1}, {0.1, 1}, 2);
            }),
            "T >= n (T = 2, n = 3)");
  // One epoch for α <= 1/4 at n = 4; τ_max = 8: B = 8, floor = 64/16 + 1/4.
  EXPECT_EQ(
      premise([&] {
        full_sgd_iterations(problem, {4, 1, 8}, {0.25, 1});
      }),
      "sqrt(a^2 L^2 B^2/c^2 + a M^2/c) + k a M < sqrt(epsilon) in the last epoch, with k crashes "
      "(left = 2.06155, sqrt(epsilon) = 1, a = 0.25)");
  EXPECT_EQ(premise([&] {
              full_sgd_distance_bound(problem, {2, 1, 1}, {2, 1}, 10);
            }),
            "alpha c <= 1 (alpha c = 2)");
  EXPECT_EQ(premise([&] { full_sgd_plan(problem, 2, 0.1, 2); }),
            "at most n - 1 crashes (crashes = 2, n = 2)");
}

// What is recommended keeps the promise, with no iteration to spare; the last step size makes the
// gradients in flight shorter than √ε together.
TEST(FullSgd, KeepsItsPromiseForRandomConstants) {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> logarithm(-4, 4);
  int several_epochs = 0;
  for (int k = 0; k < 1000; ++k) {
    const auto any = [&] { return std::exp(logarithm(random)); };
    const double c = any();
    const ConvergenceProblem problem{c, c * (1 + any()), any(), any(), any()};
    const Asynchrony asynchrony{1 + random() % 10000, 1 + random() % 100, random() % 100};
    const double alpha = full_sgd_recommended_step_size(problem, asynchrony);
    const std::uint64_t epochs = full_sgd_epochs(problem, asynchrony.workers, alpha);
    if (epochs > 1) ++several_epochs;
    const double goal = std::sqrt(problem.epsilon);
    EXPECT_LE(full_sgd_step_size(alpha, epochs - 1) * static_cast<double>(asynchrony.workers) *
                  std::sqrt(problem.second_moment),
              goal * (1 + 1e-12));
    for (const std::uint64_t crashes : {std::uint64_t{0}, asynchrony.workers - 1}) {
      const FullSgdPlan plan = full_sgd_plan(problem, asynchrony.workers, alpha, crashes);
      EXPECT_EQ(plan.epochs, epochs + (crashes > 0 ? 1 : 0));
      const auto iterations = full_sgd_iterations(problem, asynchrony, plan);
      ASSERT_TRUE(iterations);
      EXPECT_LE(full_sgd_distance_bound(problem, asynchrony, plan, *iterations), goal);
      if (*iterations > asynchrony.workers) {
        EXPECT_GT(full_sgd_distance_bound(problem, asynchrony, plan, *iterations - 1), goal);
      }
    }
  }
  EXPECT_GT(several_epochs, 100);
}

}  // namespace
}  // namespace hogtie
