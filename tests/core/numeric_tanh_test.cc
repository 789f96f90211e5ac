#include "core/numeric/tanh.h"

#include <gtest/gtest.h>

#include <cmath>

namespace hogtie {
namespace {

TEST(ReproducibleTanh, IsThatOfTheLibrary) {
  for (int i = -20'000; i <= 20'000; ++i) {
    const double x = i * 1e-3;
    EXPECT_NEAR(reproducible_tanh(x), std::tanh(x), 5e-16) << x;
  }
}

TEST(ReproducibleTanh, Saturates) {
  EXPECT_EQ(reproducible_tanh(1e3), 1);
  EXPECT_EQ(reproducible_tanh(1e300), 1);
  EXPECT_EQ(reproducible_tanh(-1e300), -1);
  EXPECT_EQ(reproducible_tanh(0), 0);
}

}  // namespace
}  // namespace hogtie
