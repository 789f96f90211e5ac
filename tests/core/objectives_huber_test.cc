#include "core/objectives/huber.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "core/data/read_dataset.h"
#include "core/objectives/design.h"
#include "tests/core/testing_objectives.h"

namespace hogtie {
namespace {

// Labels 0, 0.5 and 10 of a = 1; the last is far out.
std::vector<TestRow> rows_of(std::uint32_t j) {
  return {{0, {{j, 1}}}, {0.5, {{j, 1}}}, {10, {{j, 1}}}};
}

TEST(Huber, ValueAndGradient) {
  const Huber f(make_dataset(1, rows_of(0)), 0.5, 2);
  // Residuals at 1 are 1, 0.5 and -9: 1/2, 1/8 and 2 (9 - 1).
  EXPECT_DOUBLE_EQ(f.value(std::vector<double>{1}), (0.5 + 0.125 + 16) / 3 + 0.25);
  EXPECT_EQ(row_gradient(f, 1, std::vector<double>{1})[0], 0.5 + 0.5);
  EXPECT_EQ(row_gradient(f, 2, std::vector<double>{1})[0], -2 + 0.5);
}

TEST(Huber, Optimum) {
  // With delta = 1 near 0.75: x + (x - 0.5) - 1 = 0, or 2x - 1.5 + 3 l2 x = 0.
  EXPECT_NEAR((*Huber(make_dataset(1, rows_of(0)), 0, 1).optimum())[0], 0.75, 1e-12);
  EXPECT_NEAR((*Huber(make_dataset(1, rows_of(0)), 1.0 / 3, 1).optimum())[0], 0.5, 1e-12);
  // With delta = 20 it is the mean, 3.5.
  EXPECT_NEAR((*Huber(make_dataset(1, rows_of(0)), 0, 20).optimum())[0], 3.5, 1e-12);
}

TEST(Huber, OptimumWithMoreColumnsThanTheDenseSolverTakes) {
  const std::uint32_t columns = Design::kDenseColumns + 1;
  std::vector<TestRow> rows;
  for (std::uint32_t j = 0; j < columns; ++j) {
    for (const TestRow& row : rows_of(j)) rows.push_back(row);
  }
  const Huber f(make_dataset(columns, rows), 0, 1);
  for (const double x : *f.optimum()) ASSERT_NEAR(x, 0.75, 1e-8);
}

TEST(Huber, OptimumOfRealDataIsStationary) {
  // Labels are 25 to 346, so that with small delta most rows pull with all their force.
  for (const double delta : {1.0, 50.0, 1e4}) {
    for (const double l2 : {0.0, 0.01}) {
      const Huber f(read_dataset(HOGTIE_TEST_DATA "/diabetes.svm"), l2, delta);
      EXPECT_LE(norm(mean_gradient(f, *f.optimum())), 1e-11 * delta) << delta << ' ' << l2;
    }
  }
}

TEST(Huber, Constants) {
  // L of a row is a^2 + l2.
  const Huber f(make_dataset(1, {{1, {{0, 3}}}, {2, {{0, 3}}}}), 0.5, 1);
  EXPECT_EQ(f.constants(1)->strong_convexity, 0.5);
  EXPECT_DOUBLE_EQ(f.constants(1)->lipschitz.value(), 9.5);
}

}  // namespace
}  // namespace hogtie
