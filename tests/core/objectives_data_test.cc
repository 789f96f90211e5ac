// What least squares, ridge, Huber and logistic regression have in common.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "core/data/read_dataset.h"
#include "core/objectives/huber.h"
#include "core/objectives/least_squares.h"
#include "core/objectives/logistic.h"
#include "tests/core/testing_objectives.h"

namespace hogtie {
namespace {

// Sparse rows, one of them empty, unequal p_j, and a coordinate (2) that never occurs.
Dataset sparse_data() {
  return make_dataset(5, {{1, {{0, 1.5}, {3, -2}}},
                          {-1, {{0, 0.5}}},
                          {-1, {}},
                          {1, {{1, 1}, {3, 0.25}, {4, 3}}},
                          {-1, {{0, 1}, {1, -1}, {4, 1}}},
                          {1, {{1, 0.5}, {3, 1}, {4, -2}}}});
}

Dataset cancer() {
  return read_dataset(HOGTIE_TEST_DATA "/breast-cancer.svm");
}

struct Case {
  std::string name;
  std::function<std::unique_ptr<const EmpiricalRisk>()> make;
};

void PrintTo(const Case& instance, std::ostream* out) {
  *out << instance.name;
}

class DataObjectives : public testing::TestWithParam<Case> {
 protected:
  // Calls test(f) with the case's objective.
  template <class Test>
  void with(Test test) {
    test(*GetParam().make());
  }
};

INSTANTIATE_TEST_SUITE_P(
    Data, DataObjectives,
    testing::Values(
        Case{"LeastSquaresSparse", [] { return std::make_unique<LeastSquares>(sparse_data(), 0); }},
        Case{"RidgeSparse", [] { return std::make_unique<LeastSquares>(sparse_data(), 0.3); }},
        Case{"LogisticSparse", [] { return std::make_unique<Logistic>(sparse_data(), 0.3); }},
        Case{"HuberSparse", [] { return std::make_unique<Huber>(sparse_data(), 0.3, 1); }},
        Case{"HuberCancer", [] { return std::make_unique<Huber>(cancer(), 0.01, 0.5); }},
        Case{"LeastSquaresCancer", [] { return std::make_unique<LeastSquares>(cancer(), 0); }},
        Case{"RidgeCancer", [] { return std::make_unique<LeastSquares>(cancer(), 0.01); }},
        Case{"LogisticCancer", [] { return std::make_unique<Logistic>(cancer(), 0.01); }}),
    [](const auto& instance) { return instance.param.name; });

TEST_P(DataObjectives, TheDifferenceOfGradientsIsThatOfTwo) {
  with([](const auto& f) {
    Coins coins(3, 0, 0);
    for (std::size_t row = 0; row < f.samples(); ++row) {
      const auto x = point_at(std::vector<double>(f.dimension(), 0.0), 2, coins);
      const auto y = point_at(std::vector<double>(f.dimension(), 0.0), 2, coins);
      const auto at_x = row_gradient(f, row, x);
      const auto at_y = row_gradient(f, row, y);
      const auto difference = row_gradient_difference(f, row, x, y);
      const double scale = 1 + norm(at_x) + norm(at_y);
      for (std::size_t k = 0; k < difference.size(); ++k) {
        const std::uint32_t j = f.sample(row).support[k];
        EXPECT_NEAR(difference[k], at_x[j] - at_y[j], 1e-13 * scale) << row << ' ' << j;
      }
    }
  });
}

TEST_P(DataObjectives, TheMeanGradientIsTheAverageOverRows) {
  with([](const auto& f) {
    Coins coins(2, 0, 0);
    const auto x = point_at(std::vector<double>(f.dimension(), 0.0), 2, coins);
    const auto expected = mean_gradient(f, x);
    std::vector<double> mean(f.dimension(), 7.0);
    f.mean_gradient(x, mean);
    for (std::size_t j = 0; j < mean.size(); ++j) {
      EXPECT_NEAR(mean[j], expected[j], 1e-12 * (1 + norm(expected))) << j;
    }
  });
}

TEST_P(DataObjectives, ExpectedGradientIsTheDerivativeOfTheValue) {
  with([](const auto& f) {
    Coins coins(1, 0, 0);
    const std::vector<double> origin(f.dimension(), 0.0);
    for (int trial = 0; trial < 3; ++trial) {
      const auto x = point_at(origin, 2, coins);
      const auto gradient = mean_gradient(f, x);
      // Central differences: the error of the step is below 1e-9 times third derivatives of f (0
      // for squares, below 1 for rows of norm at most 5), that of rounding about 1e-11 times f.
      constexpr double kStep = 1e-5;
      for (std::size_t j = 0; j < f.dimension(); ++j) {
        auto up = x;
        auto down = x;
        up[j] += kStep;
        down[j] -= kStep;
        const double derivative = (f.value(up) - f.value(down)) / (2 * kStep);
        EXPECT_NEAR(gradient[j], derivative, 1e-8) << "coordinate " << j;
      }
    }
  });
}

TEST_P(DataObjectives, OptimumIsStationary) {
  with([](const auto& f) { EXPECT_LE(norm(mean_gradient(f, *f.optimum())), 3e-12); });
}

TEST_P(DataObjectives, SecondMomentHoldsInTheBallAndIsExactAtItsCentre) {
  with([](const auto& f) {
    const auto second_moment = [&](const std::vector<double>& x) {
      double sum = 0;
      for (std::size_t i = 0; i < f.data().rows(); ++i) {
        const auto gradient = row_gradient(f, i, x);
        sum += dot(gradient, gradient);
      }
      return sum / static_cast<double>(f.data().rows());
    };
    const double centre = second_moment(*f.optimum());
    EXPECT_NEAR(f.constants(0)->second_moment, centre, 1e-12 * centre);
    Coins coins(2, 0, 0);
    for (const double radius : {0.1, 1.0, 10.0}) {
      for (int trial = 0; trial < 20; ++trial) {
        const auto x = point_at(*f.optimum(), radius, coins);
        EXPECT_LE(second_moment(x), f.constants(radius)->second_moment);
      }
    }
  });
}

TEST_P(DataObjectives, LipschitzInExpectation) {
  with([](const auto& f) {
    Coins coins(3, 0, 0);
    for (const double distance : {1e-3, 1.0, 10.0}) {
      for (int trial = 0; trial < 20; ++trial) {
        const auto x = point_at(*f.optimum(), 1, coins);
        const auto y = point_at(x, distance, coins);
        double sum = 0;
        for (std::size_t i = 0; i < f.data().rows(); ++i) {
          sum += norm(minus(row_gradient(f, i, x), row_gradient(f, i, y)));
        }
        EXPECT_LE(sum / static_cast<double>(f.data().rows()),
                  f.constants(1)->lipschitz.value() * distance);
      }
    }
  });
}

TEST_P(DataObjectives, StronglyConvexOnTheCoordinatesThatOccur) {
  with([](const auto& f) {
    std::vector<bool> occurs(f.dimension(), false);
    for (const std::uint32_t j : f.data().indices) occurs[j] = true;
    const double c = f.constants(1)->strong_convexity;
    EXPECT_GE(c, f.l2());
    Coins coins(4, 0, 0);
    for (int trial = 0; trial < 50; ++trial) {
      const auto x = point_at(*f.optimum(), 3, coins);
      auto y = point_at(x, 2, coins);
      for (std::size_t j = 0; j < y.size(); ++j) y[j] = occurs[j] ? y[j] : x[j];
      const auto step = minus(y, x);
      EXPECT_GE(f.value(y) - f.value(x) - dot(mean_gradient(f, x), step),
                c / 2 * dot(step, step) - 1e-12 * f.value(y));
    }
  });
}

TEST_P(DataObjectives, RowsAreDrawnUniformly) {
  with([](const auto& f) {
    const std::size_t rows = f.data().rows();
    std::vector<double> counts(rows, 0.0);
    const double expected = 200;
    const auto draws = static_cast<std::uint64_t>(expected) * rows;
    for (std::uint64_t t = 0; t < draws; ++t) {
      Coins coins(6, 0, t);
      const auto sample = f.draw(coins);
      ASSERT_LT(sample.index, rows);
      counts[sample.index] += 1;
    }
    double chi_squared = 0;
    for (const double count : counts) {
      chi_squared += (count - expected) * (count - expected) / expected;
    }
    // Wilson and Hilferty: (chi^2/k)^(1/3) is nearly Gaussian with mean 1 - 2/(9k) and variance
    // 2/(9k); four standard deviations.
    const double k = static_cast<double>(rows - 1);
    EXPECT_LT(std::cbrt(chi_squared / k), 1 - 2 / (9 * k) + 4 * std::sqrt(2 / (9 * k)));
  });
}

TEST(EmpiricalRisk, SupportIsTheRow) {
  const LeastSquares f(sparse_data(), 0.5);
  EXPECT_EQ(f.support_max(), 3u);
  const auto support = f.sample(3).support;
  EXPECT_EQ(std::vector<std::uint32_t>(support.begin(), support.end()),
            (std::vector<std::uint32_t>{1, 3, 4}));
  EXPECT_TRUE(f.sample(2).support.empty());
}

TEST(EmpiricalRisk, RegularisationIsSharedOutAmongTheRowsOfACoordinate) {
  // Coordinates 1, 3 and 4 each occur in 3 of 6 rows: l2 / p_j = 0.5 / (1/2) = 1. Row 3 is
  // (1, 0.25, 3) with label 1; at the view (2, 4, -1) its product is 2 + 1 - 3 = 0 and the residual
  // -1, so the gradient is -(1, 0.25, 3) + (2, 4, -1).
  const LeastSquares f(sparse_data(), 0.5);
  Coins coins(1, 1, 1);
  std::vector<double> gradient(3);
  f.gradient(f.sample(3), std::vector<double>{2, 4, -1}, coins, gradient);
  EXPECT_EQ(gradient, (std::vector<double>{1, 3.75, -4}));
  EXPECT_EQ(coins.flipped(), 0u);
}

TEST(EmpiricalRisk, ACoordinateThatNeverOccursIsLeftOut) {
  const LeastSquares ridge(sparse_data(), 0.3);
  EXPECT_EQ((*ridge.optimum())[2], 0);
  std::vector<double> x(5, 1.0);
  const double value = ridge.value(x);
  x[2] = 100;
  EXPECT_EQ(ridge.value(x), value);
}

}  // namespace
}  // namespace hogtie
