#include "core/objectives/least_squares.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <thread>
#include <vector>

#include "core/data/read_dataset.h"
#include "core/error.h"
#include "core/objectives/design.h"
#include "tests/core/testing_files.h"
#include "tests/core/testing_objectives.h"

namespace hogtie {
namespace {

// `copies` of the same rows, each in coordinates of its own. More columns than the dense solver
// takes make the same small problem a test of the sparse one.
Dataset blocks(std::size_t copies, std::uint32_t width, const std::vector<TestRow>& rows) {
  std::vector<TestRow> all;
  for (std::uint32_t block = 0; block < copies; ++block) {
    for (TestRow row : rows) {
      for (auto& entry : row.entries) entry.first += block * width;
      all.push_back(row);
    }
  }
  return make_dataset(copies * width, all);
}

constexpr std::size_t kMany = Design::kDenseColumns / 2 + 50;  // of width 2: above the limit

// The line through (0, 1), (1, 2), (2, 4): slope 3/2, since sum (t - 1)(y - 7/3) = 3 and
// sum (t - 1)^2 = 2, and intercept 7/3 - 3/2 = 5/6.
const std::vector<TestRow> kLine = {{1, {{0, 1}}}, {2, {{0, 1}, {1, 1}}}, {4, {{0, 1}, {1, 2}}}};

// Both rows are multiples of (1, 2), so f depends on z = x_0 + 2 x_1 alone and is least where
// (z - 1) + 2 (2z - 2.5) = 0, z = 6/5; of these points (6/5) (1, 2) / 5 is nearest to 0.
const std::vector<TestRow> kDependent = {{1, {{0, 1}, {1, 2}}}, {2.5, {{0, 2}, {1, 4}}}};

// One coordinate: sum a b = 13 and sum a^2 = 14.
const std::vector<TestRow> kSlope = {{1, {{0, 1}}}, {3, {{0, 2}}}, {2, {{0, 3}}}};

class LeastSquaresSizes : public testing::TestWithParam<std::size_t> {};

INSTANTIATE_TEST_SUITE_P(Copies, LeastSquaresSizes, testing::Values(1, 7, kMany));

TEST_P(LeastSquaresSizes, Line) {
  const LeastSquares f(blocks(GetParam(), 2, kLine), 0);
  for (std::size_t j = 0; j < f.dimension(); j += 2) {
    ASSERT_NEAR((*f.optimum())[j], 5.0 / 6, 1e-12);
    ASSERT_NEAR((*f.optimum())[j + 1], 1.5, 1e-12);
  }
}

TEST_P(LeastSquaresSizes, DependentColumnsTakeTheLeastNorm) {
  const LeastSquares f(blocks(GetParam(), 2, kDependent), 0);
  for (std::size_t j = 0; j < f.dimension(); j += 2) {
    ASSERT_NEAR((*f.optimum())[j], 0.24, 1e-12);
    ASSERT_NEAR((*f.optimum())[j + 1], 0.48, 1e-12);
  }
  EXPECT_EQ(f.constants(1)->strong_convexity, 0);
}

TEST_P(LeastSquaresSizes, Ridge) {
  // With m = 3 k rows in k blocks, a block's derivative vanishes where 14 x - 13 + m l2 x = 0; for
  // m l2 = 3/2 at 13 / 15.5 = 26/31.
  const std::size_t copies = 2 * GetParam();
  const LeastSquares f(blocks(copies, 1, kSlope), 1.5 / (3 * static_cast<double>(copies)));
  for (const double x : *f.optimum()) ASSERT_NEAR(x, 26.0 / 31, 1e-12);
}

TEST(LeastSquares, Value) {
  // Residuals 1 - 1, 3 - 2 and 2 - 3 at x = 1: (0 + 1 + 1) / 6 + 0.5 / 2.
  const LeastSquares f(make_dataset(1, kSlope), 0.5);
  EXPECT_DOUBLE_EQ(f.value(std::vector<double>{1}), 2.0 / 6 + 0.25);
}

TEST(LeastSquares, UnitsOfTheColumnsDoNotMatter) {
  // (3 + 1) / 2 = 1e-6 x_0 and (3 - 1) / 2 = 1e4 x_1.
  const LeastSquares f(make_dataset(2, {{3, {{0, 1e-6}, {1, 1e4}}}, {1, {{0, 1e-6}, {1, -1e4}}}}),
                       0);
  EXPECT_NEAR((*f.optimum())[0], 2e6, 2e6 * 1e-12);
  EXPECT_NEAR((*f.optimum())[1], 1e-4, 1e-4 * 1e-12);
}

TEST(LeastSquares, StrongConvexityIsTheLeastEigenvalue) {
  // A^T A / m = diag(4, 1) / 2.
  const Dataset data = make_dataset(2, {{1, {{0, 2}}}, {1, {{1, 1}}}});
  EXPECT_NEAR(LeastSquares(data, 0).constants(1)->strong_convexity, 0.5, 1e-14);
  EXPECT_NEAR(LeastSquares(data, 0.25).constants(1)->strong_convexity, 0.75, 1e-14);
  EXPECT_LE(LeastSquares(data, 0).constants(1)->strong_convexity, 0.5);
}

TEST(LeastSquares, LipschitzConstantOfOneRow) {
  // One row a = (3, 4): the Jacobian a a^T + l2 I has the norm 25 + l2, attained along a.
  const LeastSquares f(make_dataset(2, {{1, {{0, 3}, {1, 4}}}}), 0.5);
  EXPECT_DOUBLE_EQ(f.constants(1)->lipschitz.value(), 25.5);
}

TEST(LeastSquares, TooManyColumnsToFactorHaveNoKnownCurvature) {
  const LeastSquares f(blocks(kMany, 2, kLine), 0.125);
  EXPECT_EQ(f.constants(1)->strong_convexity, 0.125);
}

TEST(LeastSquares, NormalEquationsOfRealData) {
  // A^T (A x - b) = 0 to rounding: entries of A are at most 1, of b at most 346.
  const LeastSquares f(read_dataset(HOGTIE_TEST_DATA "/diabetes.svm"), 0);
  EXPECT_LE(norm(mean_gradient(f, *f.optimum())), 1e-11);
}

TEST(LeastSquares, SaysWhenConjugateGradientsFail) {
  // Singular values from 1 down to 1e-12, more of them than iterations can tell apart.
  std::vector<TestRow> rows;
  const std::uint32_t columns = 2 * kMany;
  for (std::uint32_t j = 0; j < columns; ++j) {
    rows.push_back({1, {{j, std::pow(10, -12.0 * j / columns)}}});
  }
  const LeastSquares f(make_dataset(columns, rows), 0);
  EXPECT_EQ(message_of<InputError>([&] { f.optimum(); }),
            "test.svm: the least-squares problem is too ill-conditioned to find x*; use 'ridge', "
            "with l2 > 0");
}

TEST(LeastSquares, SaysWhenSquaresLeaveTheRangeOfADouble) {
  for (const double value : {1e200, 1e-200}) {
    for (const double l2 : {0.0, 1.0}) {
      const LeastSquares f(make_dataset(1, {{1, {{0, value}}}}), l2);
      EXPECT_EQ(message_of<InputError>([&] { f.optimum(); }),
                "test.svm: squares of these values leave the range of a double; rescale the data");
    }
  }
}

TEST(LeastSquares, ThreadsShareOneOptimum) {
  const LeastSquares f(blocks(kMany, 2, kLine), 0.1);
  std::vector<const std::vector<double>*> found(4);
  std::vector<std::thread> threads;
  for (auto& result : found) threads.emplace_back([&] { result = f.optimum(); });
  for (std::thread& thread : threads) thread.join();
  for (const auto* result : found) EXPECT_EQ(result, found[0]);
  EXPECT_EQ(*found[0], *LeastSquares(blocks(kMany, 2, kLine), 0.1).optimum());
}

}  // namespace
}  // namespace hogtie
