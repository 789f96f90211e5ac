#include "core/monitors/moving_point.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include "core/random/coins.h"

namespace hogtie {
namespace {

TEST(MovingPoint, KnowsItsDistance) {
  MovingPoint point({3, 0}, {0, -4});
  EXPECT_EQ(point.squared_distance(), 25.0);
  EXPECT_TRUE(point.within(25));
  EXPECT_FALSE(point.within(24.5));
  point.move(0, -2);  // (1, 0), at (1, 4) from the target
  EXPECT_EQ(point.squared_distance(), 17.0);
  EXPECT_TRUE(point.within(17));
  EXPECT_EQ(point.position()[0], 1.0);
  EXPECT_THROW(MovingPoint({1}, {1, 2}), std::invalid_argument);
}

// Thresholds at, one ulp above and one below the sum that a fresh summation gives, far and near:
// what a point that forgot its rounding error would get wrong.
TEST(MovingPoint, AnswersAsAFreshSumDoes) {
  for (const std::size_t dimension : {1U, 2U, 7U, 64U, 1000U}) {
    Coins coins(7, 0, dimension);
    std::vector<double> start(dimension);
    std::vector<double> target(dimension);
    for (std::size_t j = 0; j < dimension; ++j) {
      start[j] = coins.gaussian();
      target[j] = 100 * coins.gaussian();
    }
    MovingPoint point(start, target);
    for (int k = 0; k < 3000; ++k) {
      const auto j = static_cast<std::uint32_t>(coins.index(dimension));
      // Towards the target and around it, at scales from 1 to 1e-12.
      const double away = target[j] - point.position()[j];
      point.move(j, 0.7 * away + std::ldexp(coins.gaussian(), -static_cast<int>(coins.index(40))));
      const double distance = point.squared_distance();
      ASSERT_TRUE(point.within(distance));
      ASSERT_TRUE(point.within(std::nextafter(distance, 1e300)));
      ASSERT_FALSE(point.within(std::nextafter(distance, -1.0)));
      if (coins.index(3) == 0) {
        const double bound = distance * (0.5 + static_cast<double>(coins.index(1000)) / 1000);
        ASSERT_EQ(point.within(bound), distance <= bound);
      }
    }
  }
}

// Far away and back: the squared distance passes 1e16, where doubles are 2 apart, so what is left
// of it after the way back is off by up to a few units, at a distance of about 15.
TEST(MovingPoint, IsPutSomewhere) {
  MovingPoint point({3, 0}, {0, 0});
  point.place(0, 0.1);
  EXPECT_EQ(point.position()[0], 0.1);
  point.place(1, 0.2);
  EXPECT_EQ(point.squared_distance(), 0.1 * 0.1 + 0.2 * 0.2);
  EXPECT_TRUE(point.within(0.051));
  EXPECT_FALSE(point.within(0.049));
}

TEST(MovingPoint, RemembersWhatALongWayCost) {
  MovingPoint point(std::vector<double>(16, 1.0), std::vector<double>(16, 0.01));
  EXPECT_FALSE(point.within(1));
  point.move(3, 1e8);
  EXPECT_FALSE(point.within(1e15));
  point.move(3, -1e8);
  const double distance = point.squared_distance();
  EXPECT_FALSE(MovingPoint(point).within(distance - 0.1));
  EXPECT_TRUE(MovingPoint(point).within(distance + 0.1));
  EXPECT_TRUE(MovingPoint(point).within(distance));
}

TEST(MovingPoint, ReachesItsTarget) {
  MovingPoint point({1, 1, 1, 1}, {0, 0, 0, 0});
  for (std::uint32_t j = 0; j < 4; ++j) {
    EXPECT_FALSE(point.within(0));
    point.move(j, -1);
  }
  EXPECT_TRUE(point.within(0));
}

TEST(MovingPoint, WithoutATargetIsAPosition) {
  MovingPoint point({1, 2, 3, 4}, {});
  EXPECT_FALSE(point.has_target());
  for (int k = 0; k < 20; ++k) point.move(2, 0.5);
  const auto position = point.position();
  EXPECT_EQ(std::vector<double>(position.begin(), position.end()),
            (std::vector<double>{1, 2, 13, 4}));
  EXPECT_THROW(point.squared_distance(), std::logic_error);
  EXPECT_THROW(point.within(1), std::logic_error);
}

TEST(MovingPoint, IsNearNothingOnceItDiverged) {
  const double infinity = std::numeric_limits<double>::infinity();
  MovingPoint point({1, 1}, {0, 0});
  point.move(0, infinity);
  EXPECT_FALSE(point.within(1e308));
  point.move(0, -infinity);
  EXPECT_FALSE(point.within(1e308));
  // The square overflows, but the point comes back.
  MovingPoint far({1e200}, {0});
  EXPECT_FALSE(far.within(1e308));
  far.move(0, -1e200);
  EXPECT_TRUE(far.within(1));
}

}  // namespace
}  // namespace hogtie
