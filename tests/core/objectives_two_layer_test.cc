#include "core/objectives/two_layer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/data/read_dataset.h"
#include "core/error.h"
#include "tests/core/testing_files.h"
#include "tests/core/testing_objectives.h"

namespace hogtie {
namespace {

// Four features, of which the third never occurs, and a row without non-zeros.
Dataset some_rows() {
  return make_dataset(
      4, {{1, {{0, 1.5}, {3, -2}}}, {0, {{0, 0.5}, {1, -1}}}, {0, {}}, {1, {{1, 2}, {3, 0.25}}}});
}

TEST(TwoLayer, SupportIsTheColumnsOfTheRowAndTheRest) {
  const TwoLayer f(some_rows(), 2, 0, 1);
  EXPECT_EQ(f.dimension(), 13u);
  EXPECT_EQ(f.support_max(), 9u);
  const auto of_row = f.sample(3).support;
  EXPECT_EQ(std::vector<std::uint32_t>(of_row.begin(), of_row.end()),
            (std::vector<std::uint32_t>{2, 3, 6, 7, 8, 9, 10, 11, 12}));
  const auto of_none = f.sample(2).support;
  EXPECT_EQ(std::vector<std::uint32_t>(of_none.begin(), of_none.end()),
            (std::vector<std::uint32_t>{8, 9, 10, 11, 12}));
}

TEST(TwoLayer, RowsWithTheSameNonZerosShareASupport) {
  const Dataset rows = make_dataset(3, {{1, {{0, 1}, {1, 2}, {2, 3}}},
                                        {0, {{0, 4}, {1, 5}, {2, 6}}},
                                        {1, {{0, 7}, {1, 8}}},
                                        {0, {{0, 9}, {1, 8}, {2, 7}}}});
  // Two rows of three features share one support; those of two and of three features have their
  // own: 2 h for each feature, and 2 h + 1.
  EXPECT_EQ(TwoLayer::support_indices(rows, 2), (6u + 5) + (4u + 5) + (6u + 5));
  const TwoLayer f(rows, 2, 0, 1);
  EXPECT_EQ(f.sample(0).support.data(), f.sample(1).support.data());
  for (const std::size_t i : {0u, 1u, 3u}) {
    const auto support = f.sample(i).support;
    EXPECT_EQ(std::vector<std::uint32_t>(support.begin(), support.end()),
              (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
  }
  const auto of_two = f.sample(2).support;
  EXPECT_EQ(std::vector<std::uint32_t>(of_two.begin(), of_two.end()),
            (std::vector<std::uint32_t>{0, 1, 2, 3, 6, 7, 8, 9, 10}));
}

TEST(TwoLayer, OutputAndValue) {
  const TwoLayer f(some_rows(), 1, 0.5, 1);
  // W = (2, -1, 7, 0.5), b = 0.25, v = 3, c = -1; row 0: 3 - 1 + 0.25 = 2.25.
  const std::vector<double> x{2, -1, 7, 0.5, 0.25, 3, -1};
  EXPECT_NEAR(f.output(0, x), 3 * std::tanh(2.25) - 1, 1e-14);
  EXPECT_NEAR(f.output(2, x), 3 * std::tanh(0.25) - 1, 1e-14);
  const double inner[] = {2.25, 1 + 1 + 0.25, 0.25, -2 + 0.125 + 0.25};
  const double label[] = {1, -1, -1, 1};
  double loss = 0;
  for (int i = 0; i < 4; ++i) {
    loss += std::log1p(std::exp(-label[i] * (3 * std::tanh(inner[i]) - 1))) / 4;
  }
  // The third feature's weight is left out: 4 + 1 + 0.25 + 0.0625 + 9 + 1.
  EXPECT_NEAR(f.value(x), loss + 0.25 * 15.3125, 1e-14);
}

TEST(TwoLayer, ExpectedGradientIsTheDerivativeOfTheValue) {
  const TwoLayer f(some_rows(), 3, 0.3, 1);
  Coins coins(1, 0, 0);
  for (int trial = 0; trial < 5; ++trial) {
    auto x = point_at(std::vector<double>(f.dimension(), 0.0), 3, coins);
    std::vector<double> mean(f.dimension());
    f.mean_gradient(x, mean);
    std::vector<double> average(f.dimension(), 0.0);
    for (std::size_t i = 0; i < 4; ++i) {
      const auto gradient = row_gradient(f, i, x);
      for (std::size_t j = 0; j < average.size(); ++j) average[j] += gradient[j] / 4;
    }
    // Central differences: third derivatives are below 100 here, so the error is below 1e-8.
    constexpr double kStep = 1e-5;
    for (std::size_t j = 0; j < x.size(); ++j) {
      const double at = x[j];
      x[j] = at + kStep;
      const double up = f.value(x);
      x[j] = at - kStep;
      const double derivative = (up - f.value(x)) / (2 * kStep);
      x[j] = at;
      EXPECT_NEAR(mean[j], derivative, 1e-8) << j;
      EXPECT_NEAR(mean[j], average[j], 1e-14) << j;
    }
  }
}

TEST(TwoLayer, AFeatureThatNeverOccursIsLeftOut) {
  const TwoLayer f(some_rows(), 2, 0.3, 1);
  std::vector<double> x(f.dimension(), 1.0);
  const double value = f.value(x);
  x[4] = 100;  // of feature 2
  EXPECT_EQ(f.value(x), value);
  std::vector<double> gradient(f.dimension());
  f.mean_gradient(x, gradient);
  EXPECT_EQ(gradient[4], 0);
}

TEST(TwoLayer, TheStartIsRandomAndHasNoBias) {
  const std::vector<double> start = TwoLayer(some_rows(), 2, 0, 1).default_initial();
  EXPECT_EQ(start, TwoLayer(some_rows(), 2, 0, 1).default_initial());
  EXPECT_NE(start, TwoLayer(some_rows(), 2, 0, 2).default_initial());
  for (const std::size_t j : {8U, 9U, 12U}) EXPECT_EQ(start[j], 0) << j;
  for (const std::size_t j : {0U, 7U, 10U, 11U}) EXPECT_NE(start[j], 0) << j;
}

TEST(TwoLayer, OtherLabelsAreNamedWithTheirLine) {
  EXPECT_TRUE(message_of<InputError>([] {
                TwoLayer(make_dataset(1, {{1, {{0, 1}}}, {7, {{0, 1}}}, {4, {{0, 1}}}}), 1, 0, 1);
              }).starts_with("test.svm:3: label 4 (after 1 and 7) is a third one"));
}

TEST(TwoLayer, SequentialSgdLearnsTheEvenDigits) {
  // Which digits are even no plane tells so well: with l2 = 1e-5 the least logistic loss is 0.172.
  const TwoLayer f(read_dataset(HOGTIE_TEST_DATA "/digits-even.svm.zst"), 16, 0, 1);
  std::vector<double> x = f.default_initial();
  EXPECT_GT(f.value(x), 0.5);
  std::vector<double> view(f.support_max());
  std::vector<double> gradient(f.support_max());
  for (std::uint64_t t = 0; t < 20 * f.samples(); ++t) {
    Coins coins(1, 0, t);
    const Sample sample = f.draw(coins);
    const std::size_t size = sample.support.size();
    for (std::size_t k = 0; k < size; ++k) view[k] = x[sample.support[k]];
    f.gradient(sample, std::span(view).first(size), coins, std::span(gradient).first(size));
    for (std::size_t k = 0; k < size; ++k) x[sample.support[k]] -= 0.1 * gradient[k];
  }
  EXPECT_LE(f.value(x), 0.05);
  std::size_t right = 0;
  for (std::size_t i = 0; i < f.samples(); ++i) {
    if ((f.output(i, x) > 0) == (f.data().labels[i] > 0)) ++right;
  }
  EXPECT_GE(static_cast<double>(right) / static_cast<double>(f.samples()), 0.98);
}

}  // namespace
}  // namespace hogtie
