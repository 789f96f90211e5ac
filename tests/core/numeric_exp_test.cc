#include "core/numeric/exp.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <utility>
#include <vector>

namespace hogtie {
namespace {

// Units in the last place between two positive doubles.
std::int64_t distance(double a, double b) {
  return std::abs(std::bit_cast<std::int64_t>(a) - std::bit_cast<std::int64_t>(b));
}

TEST(ReproducibleExp, IsWithinTwoUnitsInTheLastPlace) {
  std::int64_t worst = 0;
  for (int i = -700'000; i <= 700'000; ++i) {
    const double x = i * 1e-3;
    worst = std::max(worst, distance(reproducible_exp(x), std::exp(x)));
  }
  EXPECT_LE(worst, 2);
}

TEST(ReproducibleExp, HasTheBitsOfTheCephesFormula) {
  // The formula, evaluated one rounding after another in another language's doubles: with
  // n = floor(x / ln 2 + 1/2), g = (x - n C1) - n C2, P and Q the polynomials of Cephes exp.c,
  // e^x = 2^n (1 + 2 gP(g^2) / (Q(g^2) - gP(g^2))). A fused multiply-add, or a correctly rounded
  // exponential (at 1 and -1), gives other bits.
  const std::vector<std::pair<double, double>> golden = {
      {0.0, 0x1.0000000000000p+0},        {1.0, 0x1.5bf0a8b14576ap+1},
      {-1.0, 0x1.78b56362cef37p-2},       {0.1, 0x1.1aec7b35a00d4p+0},
      {-20.5, 0x1.57a3afeed00abp-30},     {3.7, 0x1.4394144eeec81p+5},
      {-345.678, 0x1.3971a67444e9dp-499}, {700.0, 0x1.d945df4f8ec8ep+1009},
      {-700.0, 0x1.14f2b0fb9307fp-1010},  {0.001, 0x1.0041919b7ee34p+0},
      {33.3, 0x1.078401f5a3ec8p+48},      {709.0, 0x1.d422d2be5dc9bp+1022},
  };
  for (const auto& [x, value] : golden) EXPECT_EQ(reproducible_exp(x), value) << x;
}

TEST(ReproducibleExp, OfManyHasTheSameBits) {
  for (const std::size_t count : {0u, 1u, 2u, 5u, 8u}) {
    std::vector<double> values;
    for (std::size_t k = 0; k < count; ++k) values.push_back(1.7 * static_cast<double>(k) - 3.3);
    const std::vector<double> arguments = values;
    reproducible_exp(values);
    for (std::size_t k = 0; k < count; ++k) {
      EXPECT_EQ(values[k], reproducible_exp(arguments[k])) << k;
    }
  }
}

TEST(ReproducibleExp, Saturates) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const double x : {709.79, 1e4, 1e300, kInfinity}) {
    EXPECT_EQ(reproducible_exp(x), kInfinity) << x;
  }
  // e^-709.784 = 10^-308.2553 = 5.556e-309.
  for (const double x : {-709.79, -1e4, -1e300, -kInfinity}) {
    EXPECT_NEAR(reproducible_exp(x), 5.556e-309, 1e-312) << x;
  }
  EXPECT_TRUE(std::isnan(reproducible_exp(std::numeric_limits<double>::quiet_NaN())));
}

}  // namespace
}  // namespace hogtie
