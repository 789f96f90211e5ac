#include "core/objectives/hinge.h"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "core/data/read_dataset.h"
#include "core/error.h"
#include "tests/core/testing_files.h"
#include "tests/core/testing_objectives.h"

namespace hogtie {
namespace {

const std::string kCancer = HOGTIE_TEST_DATA "/breast-cancer.svm";

Dataset two_rows() {
  return make_dataset(2, {{1, {{0, 2}, {1, 1}}}, {-1, {{1, 4}}}});
}

TEST(Hinge, ValueAndGradient) {
  const Hinge f(two_rows(), 0.5);
  // Margins at (0.25, -0.125) are 0.375 and 0.5: losses 0.625 and 0.5, ||x||^2 = 5/64.
  const std::vector<double> x{0.25, -0.125};
  EXPECT_DOUBLE_EQ(f.value(x), 1.125 / 2 + 0.25 * 5 / 64);
  // l2/p is 1 for coordinate 0 and 0.5 for coordinate 1.
  EXPECT_EQ(row_gradient(f, 0, x), (std::vector<double>{-2 + 0.25, -1 - 0.0625}));
  EXPECT_EQ(row_gradient(f, 1, x), (std::vector<double>{0, 4 - 0.0625}));
  // From a margin of 1 on the loss is flat.
  EXPECT_EQ(row_gradient(f, 1, std::vector<double>{0, -0.25}), (std::vector<double>{0, -0.125}));
}

TEST(Hinge, ExpectedGradientIsTheDerivativeOfTheValue) {
  const Hinge f(read_dataset(kCancer), 0.01);
  Coins coins(1, 0, 0);
  for (int trial = 0; trial < 3; ++trial) {
    const auto x = point_at(std::vector<double>(f.dimension(), 0.0), 2, coins);
    const auto gradient = mean_gradient(f, x);
    std::vector<double> mean(f.dimension());
    f.mean_gradient(x, mean);
    // Of a piecewise quadratic, at points whose margins are not within a step of 1; rounding is
    // below 1e-15 / 1e-7.
    constexpr double kStep = 1e-7;
    for (std::size_t j = 0; j < x.size(); ++j) {
      auto up = x;
      auto down = x;
      up[j] += kStep;
      down[j] -= kStep;
      EXPECT_NEAR(mean[j], (f.value(up) - f.value(down)) / (2 * kStep), 3e-8) << j;
      EXPECT_NEAR(mean[j], gradient[j], 1e-13) << j;
    }
  }
}

TEST(Hinge, OptimumOfOneDirection) {
  // Rows a = 2 of label 1 and -2 of label -1 are one: max(0, 1 - 2x) + l2/2 x^2. Where l2 < 4 the
  // kink, x = 1/2, is the minimiser; else -2 + l2 x = 0.
  const auto rows = make_dataset(1, {{1, {{0, 2}}}, {-1, {{0, -2}}}});
  EXPECT_NEAR((*Hinge(rows, 0.5).optimum())[0], 0.5, 1e-6);
  EXPECT_NEAR((*Hinge(rows, 8).optimum())[0], 0.25, 1e-6);
}

TEST(Hinge, OptimumHasASubgradientOfZero) {
  const Hinge f(read_dataset(kCancer), 0.01);
  const std::vector<double>& x = *f.optimum();
  const auto dimension = static_cast<Eigen::Index>(f.dimension());
  const auto rows = static_cast<double>(f.data().rows());
  // l2 x - 1/m sum_i beta_i b_i a_i = 0 with beta_i = 1 for margins below 1, 0 above, and some
  // value between for those on the kink.
  Eigen::VectorXd rest = f.l2() * Eigen::Map<const Eigen::VectorXd>(x.data(), dimension);
  std::vector<Eigen::VectorXd> free;
  for (std::size_t i = 0; i < f.data().rows(); ++i) {
    const Row row = f.data().row(i);
    Eigen::VectorXd part = Eigen::VectorXd::Zero(dimension);
    double margin = 0;
    for (std::size_t k = 0; k < row.values.size(); ++k) {
      part[row.indices[k]] = row.label * row.values[k] / rows;
      margin += row.label * row.values[k] * x[row.indices[k]];
    }
    if (margin < 1 - 1e-5) rest -= part;
    if (std::abs(margin - 1) <= 1e-5) free.push_back(part);
  }
  ASSERT_FALSE(free.empty());
  Eigen::MatrixXd parts(dimension, static_cast<Eigen::Index>(free.size()));
  for (std::size_t k = 0; k < free.size(); ++k) parts.col(static_cast<Eigen::Index>(k)) = free[k];
  const Eigen::VectorXd beta = parts.colPivHouseholderQr().solve(rest);
  EXPECT_GE(beta.minCoeff(), -1e-6);
  EXPECT_LE(beta.maxCoeff(), 1 + 1e-6);
  // A subgradient of this norm bounds ||x - x*|| by it / c.
  EXPECT_LE((rest - parts * beta).norm() / f.l2(), 1e-5);
}

TEST(Hinge, ConstantsHaveNoLipschitzConstant) {
  const Hinge f(two_rows(), 0.5);
  EXPECT_EQ(f.constants(1)->strong_convexity, 0.5);
  EXPECT_FALSE(f.constants(1)->lipschitz.has_value());
  Coins coins(2, 0, 0);
  for (const double radius : {0.1, 1.0, 10.0}) {
    for (int trial = 0; trial < 20; ++trial) {
      const auto x = point_at(*f.optimum(), radius, coins);
      const auto one = row_gradient(f, 0, x);
      const auto other = row_gradient(f, 1, x);
      EXPECT_LE((dot(one, one) + dot(other, other)) / 2, f.constants(radius)->second_moment);
    }
  }
}

TEST(Hinge, TooLittleRegularisation) {
  EXPECT_EQ(message_of<InputError>([] { Hinge(read_dataset(kCancer), 1e-11).optimum(); }),
            kCancer +
                ": no minimum of the hinge loss found in 2000 sweeps of dual coordinate descent; "
                "raise l2");
}

TEST(Hinge, OtherLabelsAreNamedWithTheirLine) {
  EXPECT_EQ(message_of<InputError>([] {
              Hinge(make_dataset(1, {{1, {{0, 1}}}, {3, {{0, 1}}}, {2, {{0, 1}}}}), 1);
            }),
            "test.svm:3: label 2 (after 1 and 3) is a third one; two classes have two labels, "
            "whatever they are");
}

}  // namespace
}  // namespace hogtie
