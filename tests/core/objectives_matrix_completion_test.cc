#include "core/objectives/matrix_completion.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/data/sample_low_rank.h"
#include "tests/core/testing_objectives.h"

namespace hogtie {
namespace {

// Three of six entries; row 1 and column 1 have none.
ObservedMatrix some_entries() {
  ObservedMatrix matrix;
  matrix.rows = 3;
  matrix.columns = 2;
  matrix.row = {0, 2, 2};
  matrix.column = {0, 0, 1};
  matrix.value = {3, -1, 0.5};
  matrix.columns = 3;  // column 2 has none
  return matrix;
}

double derivative(const Objective& f, std::vector<double> x, std::size_t j) {
  constexpr double kStep = 1e-5;
  const double at = x[j];
  x[j] = at + kStep;
  const double up = f.value(x);
  x[j] = at - kStep;
  return (up - f.value(x)) / (2 * kStep);
}

TEST(MatrixCompletion, SupportIsARowOfEachFactor) {
  const MatrixCompletion f(some_entries(), 2, 0, 1);
  EXPECT_EQ(f.dimension(), 12u);
  const auto support = f.sample(1).support;  // u_2 and v_0
  EXPECT_EQ(std::vector<std::uint32_t>(support.begin(), support.end()),
            (std::vector<std::uint32_t>{4, 5, 6, 7}));
}

TEST(MatrixCompletion, ValueAndGradientOfAnEntry) {
  const MatrixCompletion f(some_entries(), 2, 0.5, 1);
  // u = (1, 2), v = (3, -0.5): the product is 2, M = -1. Row 2 has two of the three entries, as has
  // column 0: l2 3/2 = 0.75.
  Coins coins(0, 0, 0);
  std::vector<double> gradient(4);
  f.gradient(f.sample(1), std::vector<double>{1, 2, 3, -0.5}, coins, gradient);
  EXPECT_EQ(gradient, (std::vector<double>{9 + 0.75, -1.5 + 1.5, 3 + 2.25, 6 - 0.375}));
  EXPECT_EQ(coins.flipped(), 0u);
  // With all factors 1 every product is 2: squares 1, 9 and 2.25. Rows 0 and 2, columns 0 and 1 of
  // two coordinates each are regularised.
  EXPECT_DOUBLE_EQ(f.value(std::vector<double>(12, 1.0)), 12.25 / 6 + 0.25 * 8);
}

TEST(MatrixCompletion, TheDifferenceOfGradientsIsThatOfTwo) {
  const MatrixCompletion f(some_entries(), 2, 0.3, 1);
  Coins coins(1, 0, 0);
  const auto x = point_at(std::vector<double>(12, 0.0), 2, coins);
  const auto y = point_at(std::vector<double>(12, 0.0), 2, coins);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto difference = row_gradient_difference(f, i, x, y);
    for (std::size_t k = 0; k < 4; ++k) {
      const std::uint32_t j = f.sample(i).support[k];
      EXPECT_EQ(difference[k], row_gradient(f, i, x)[j] - row_gradient(f, i, y)[j]);
    }
  }
}

TEST(MatrixCompletion, ExpectedGradientIsTheDerivativeOfTheValue) {
  const MatrixCompletion f(some_entries(), 2, 0.3, 1);
  Coins coins(1, 0, 0);
  for (int trial = 0; trial < 5; ++trial) {
    const auto x = point_at(std::vector<double>(12, 0.0), 2, coins);
    std::vector<double> mean(12);
    f.mean_gradient(x, mean);
    std::vector<double> average(12, 0.0);
    for (std::size_t i = 0; i < 3; ++i) {
      const auto gradient = row_gradient(f, i, x);
      for (std::size_t j = 0; j < 12; ++j) average[j] += gradient[j] / 3;
    }
    for (std::size_t j = 0; j < 12; ++j) {
      EXPECT_NEAR(mean[j], derivative(f, x, j), 1e-9) << j;
      EXPECT_NEAR(mean[j], average[j], 1e-14) << j;
    }
  }
}

TEST(MatrixCompletion, ZeroIsASaddleAndTheStartIsNot) {
  const MatrixCompletion f(some_entries(), 2, 0, 1);
  std::vector<double> gradient(12, 1.0);
  f.mean_gradient(std::vector<double>(12, 0.0), gradient);
  EXPECT_EQ(norm(gradient), 0);
  const std::vector<double> start = f.default_initial();
  f.mean_gradient(start, gradient);
  EXPECT_GT(norm(gradient), 1e-3);
  EXPECT_EQ(start, MatrixCompletion(some_entries(), 2, 0, 1).default_initial());
  EXPECT_NE(start, MatrixCompletion(some_entries(), 2, 0, 2).default_initial());
}

TEST(MatrixCompletion, HasNeitherOptimumNorConstants) {
  const MatrixCompletion f(some_entries(), 1, 0, 1);
  EXPECT_EQ(f.optimum(), nullptr);
  EXPECT_FALSE(f.constants(1).has_value());
}

TEST(MatrixCompletion, SequentialSgdRecoversALowRankMatrix) {
  // 40 x 30 of rank 2 has 136 degrees of freedom; about 600 entries are observed.
  const LowRankSettings settings{.rows = 40, .columns = 30, .rank = 2, .observed = 0.5, .noise = 0};
  const MatrixCompletion f(sample_low_rank(settings, 1), 2, 0, 1);
  std::vector<double> x = f.default_initial();
  EXPECT_GT(f.value(x), 0.1);
  std::vector<double> view(4);
  std::vector<double> gradient(4);
  for (std::uint64_t t = 0; t < 100'000; ++t) {
    Coins coins(1, 0, t);
    const Sample sample = f.draw(coins);
    for (std::size_t k = 0; k < 4; ++k) view[k] = x[sample.support[k]];
    f.gradient(sample, view, coins, gradient);
    for (std::size_t k = 0; k < 4; ++k) x[sample.support[k]] -= 0.1 * gradient[k];
  }
  EXPECT_LE(f.value(x), 1e-8);
  // And what was not observed: the same factors, every entry seen.
  LowRankSettings all = settings;
  all.observed = 1;
  const ObservedMatrix whole = sample_low_rank(all, 1);
  const MatrixCompletion everything(whole, 2, 0, 1);
  EXPECT_LE(everything.value(x), 1e-6);
}

}  // namespace
}  // namespace hogtie
