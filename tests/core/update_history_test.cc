#include "core/monitors/update_history.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace hogtie {
namespace {

// Steps 1, 2, 3 by positions 4, 6, 5: after 0 the least is 4, after 1 it is 5, after 2 too.
TEST(LeastAfter, FindsTheLeastPositionBehindAStep) {
  LeastAfter least;
  EXPECT_EQ(least(0), kNoStep);
  least.add(1, 4);
  least.add(2, 6);
  least.add(3, 5);
  EXPECT_EQ(least(0), 4U);
  EXPECT_EQ(least(1), 5U);
  EXPECT_EQ(least(2), 5U);
  EXPECT_EQ(least(3), kNoStep);
  EXPECT_EQ(least(0, 5), 4U);
  EXPECT_EQ(least(1, 5), 5U);
  EXPECT_EQ(least(1, 3), 3U);
}

// Against the definition, for updates in any order; what is asked for lies a bounded number of
// steps back.
TEST(LeastAfter, AgreesWithItsDefinition) {
  constexpr std::uint64_t kBack = 40;
  std::mt19937_64 random(1);
  LeastAfter least;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> updates;
  for (std::uint64_t k = kBack; k < 3000; ++k) {
    const std::uint64_t step = 100 * (k + random() % 30) + k % 100;  // no two the same
    const std::uint64_t position = k + random() % 30;
    least.add(step, position);
    updates.emplace_back(step, position);
    const std::uint64_t since = 100 * (k - kBack);
    if (k % 3 == 0) least.forget_before(since);
    const std::uint64_t asked = since + random() % (100 * (kBack + 30));
    std::uint64_t expected = kNoStep;
    for (const auto& [s, p] : updates) {
      if (s > asked) expected = std::min(expected, p);
    }
    ASSERT_EQ(least(asked), expected) << "after step " << asked << ", at " << k;
  }
}

TEST(UpdateHistory, KeepsRegistersAndOrdersApart) {
  UpdateHistory history;
  EXPECT_EQ(history.find(7), nullptr);
  history.of(7)[kByEnd].add(5, 2);
  history.of(3)[kByStart].add(6, 1);
  ASSERT_NE(history.find(7), nullptr);
  EXPECT_EQ((*history.find(7))[kByEnd](0), 2U);
  EXPECT_EQ((*history.find(7))[kByStart](0), kNoStep);
  EXPECT_EQ((*history.find(3))[kByStart](5), 1U);
  EXPECT_EQ(history.find(4), nullptr);
  EXPECT_EQ(history.find(8), nullptr);
}

}  // namespace
}  // namespace hogtie
