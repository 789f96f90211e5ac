#include "core/objectives/quadratic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/core/testing_objectives.h"

namespace hogtie {
namespace {

std::vector<double> gradient_of(const Quadratic& f, const std::vector<double>& x, Coins& coins) {
  std::vector<double> gradient(x.size());
  f.gradient(f.draw(coins), x, coins, gradient);
  return gradient;
}

TEST(Quadratic, ValueAndOptimum) {
  const Quadratic f({2, 0.5, 1}, 0.3);
  EXPECT_EQ(f.dimension(), 3u);
  EXPECT_EQ(*f.optimum(), std::vector<double>(3, 0.0));
  // (2 * 1 + 0.5 * 16 + 1 * 9) / 2
  EXPECT_EQ(f.value(std::vector<double>{1, -4, 3}), 9.5);
}

TEST(Quadratic, EveryCoordinateIsInTheSupport) {
  const Quadratic f({1, 1, 1}, 0);
  Coins coins(1, 1, 1);
  const auto support = f.draw(coins).support;
  EXPECT_EQ(std::vector<std::uint32_t>(support.begin(), support.end()),
            (std::vector<std::uint32_t>{0, 1, 2}));
  EXPECT_EQ(f.support_max(), 3u);
}

TEST(Quadratic, WithoutNoiseTheGradientIsExactAndTakesNoCoins) {
  const Quadratic f({2, 0.5}, 0);
  Coins coins(1, 1, 1);
  EXPECT_EQ(gradient_of(f, {3, -4}, coins), (std::vector<double>{6, -2}));
  EXPECT_EQ(coins.flipped(), 0u);
}

TEST(Quadratic, TheMeanGradientHasNoNoise) {
  const Quadratic f({2, 0.5}, 0.25);
  std::vector<double> mean(2);
  f.mean_gradient(std::vector<double>{3, -4}, mean);
  EXPECT_EQ(mean, (std::vector<double>{6, -2}));
}

TEST(Quadratic, NoiseIsDrawnByCoordinate) {
  const Quadratic f({2, 0.5, 1}, 0.25);
  Coins coins(3, 1, 4);
  Coins same(3, 1, 4);
  const double z0 = same.gaussian();
  const double z1 = same.gaussian();
  const double z2 = same.gaussian();
  EXPECT_EQ(gradient_of(f, {3, -4, 8}, coins),
            (std::vector<double>{6 - 0.25 * z0, -2 - 0.25 * z1, 8 - 0.25 * z2}));
}

TEST(Quadratic, NoiseHasMeanZeroAndItsVariance) {
  constexpr double kNoise = 0.7;
  constexpr int kDraws = 40'000;
  const Quadratic f({2, 0.5}, kNoise);
  const std::vector<double> x = {3, -4};
  std::vector<double> sum(2);
  std::vector<double> squares(2);
  double product = 0;
  for (std::uint64_t t = 0; t < kDraws; ++t) {
    Coins coins(1, 0, t);
    const auto g = gradient_of(f, x, coins);
    const std::vector<double> noise = {g[0] - 6, g[1] + 2};
    for (std::size_t j = 0; j < 2; ++j) {
      sum[j] += noise[j];
      squares[j] += noise[j] * noise[j];
    }
    product += noise[0] * noise[1];
  }
  // Four standard errors: those of a mean, a variance and a covariance of independent Gaussians.
  const double root = std::sqrt(kDraws);
  for (std::size_t j = 0; j < 2; ++j) {
    EXPECT_NEAR(sum[j] / kDraws, 0, 4 * kNoise / root);
    EXPECT_NEAR(squares[j] / kDraws, kNoise * kNoise, 4 * std::sqrt(2.0) * kNoise * kNoise / root);
  }
  EXPECT_NEAR(product / kDraws, 0, 4 * kNoise * kNoise / root);
}

TEST(Quadratic, ConstantsAreAttained) {
  const Quadratic f({0.5, 2, 1}, 0.3);
  const Constants constants = *f.constants(3);
  EXPECT_EQ(constants.strong_convexity, 0.5);
  EXPECT_EQ(constants.lipschitz, 2);
  EXPECT_EQ(constants.radius, 3);
  // At 3 e_1 the noise-free gradient is 6 e_1, and the noise adds 3 * 0.3^2.
  EXPECT_DOUBLE_EQ(constants.second_moment, 36 + 0.27);
}

TEST(Quadratic, SecondMomentBoundsTheBall) {
  const Quadratic noise_free({0.5, 2, 1}, 0);
  const double bound = Quadratic({0.5, 2, 1}, 0.3).constants(3)->second_moment;
  Coins coins(9, 0, 0);
  for (int trial = 0; trial < 1000; ++trial) {
    const auto x = point_at(*noise_free.optimum(), 3, coins);
    const auto gradient = gradient_of(noise_free, x, coins);
    ASSERT_LE(dot(gradient, gradient) + 3 * 0.09, bound);
  }
}

}  // namespace
}  // namespace hogtie
