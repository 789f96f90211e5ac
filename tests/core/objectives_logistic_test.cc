#include "core/objectives/logistic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/objectives/design.h"
#include "tests/core/testing_files.h"
#include "tests/core/testing_objectives.h"

namespace hogtie {
namespace {

std::string optimum_error(const std::vector<TestRow>& rows, std::size_t features) {
  const Logistic f(make_dataset(features, rows), 0);
  const std::string message = message_of<InputError>([&] { f.optimum(); });
  EXPECT_EQ(message_of<InputError>([&] { f.optimum(); }), message);  // and again
  return message;
}

constexpr const char* kSeparable =
    "test.svm: the labels are separable, at least in part, so without regularisation the logistic "
    "loss has no minimum; set l2 > 0";

// Rows of label 1 and -1 in coordinate j, each with this value.
void add(std::vector<TestRow>& rows, std::uint32_t j, double value, int positive, int negative) {
  for (int k = 0; k < positive; ++k) rows.push_back({1, {{j, value}}});
  for (int k = 0; k < negative; ++k) rows.push_back({-1, {{j, value}}});
}

TEST(Logistic, LipschitzMax) {
  // Rows (2, 1) and (0, 1): 1/4 5 + max(0.5/(1/2), 0.5/1) = 2.25, and 1/4 + 0.5.
  const Logistic f(make_dataset(2, {{1, {{0, 2}, {1, 1}}}, {-1, {{1, 1}}}}), 0.5);
  EXPECT_DOUBLE_EQ(f.lipschitz_max(), 2.25);
}

TEST(Logistic, Value) {
  // b a x = 2 and -1 at x = 1; ln(1 + e^-2) + ln(1 + e) = 0.126928011042973 + 1.313261687518223.
  const Logistic f(make_dataset(1, {{1, {{0, 2}}}, {-1, {{0, 1}}}}), 0.5);
  EXPECT_NEAR(f.value(std::vector<double>{1}), 1.440189698561196 / 2 + 0.25, 1e-15);
  // Far out the loss is linear or 0, without overflow: (0 + 1e4) / 2 + 0.25e8.
  EXPECT_DOUBLE_EQ(f.value(std::vector<double>{1e4}), 5e3 + 0.25e8);
}

TEST(Logistic, OptimumIsTheLogOdds) {
  // Coordinate 0: three rows of label 1 to one of -1, so -3 s(-x) + s(x) = 0 and x = ln 3.
  // Coordinate 1: two to one with the value 2, so 2x = ln 2.
  std::vector<TestRow> rows;
  add(rows, 0, 1, 3, 1);
  add(rows, 1, 2, 2, 1);
  const Logistic f(make_dataset(2, rows), 0);
  EXPECT_NEAR((*f.optimum())[0], std::log(3), 1e-12);
  EXPECT_NEAR((*f.optimum())[1], std::numbers::ln2 / 2, 1e-12);
}

TEST(Logistic, DependentColumnsTakeTheLeastNorm) {
  // Margins are z = x_0 + 2 x_1 = ln 3; the nearest such point to 0 is z (1, 2) / 5.
  std::vector<TestRow> rows(3, {1, {{0, 1}, {1, 2}}});
  rows.push_back({-1, {{0, 1}, {1, 2}}});
  const Logistic f(make_dataset(2, rows), 0);
  EXPECT_NEAR((*f.optimum())[0], std::log(3) / 5, 1e-12);
  EXPECT_NEAR((*f.optimum())[1], 2 * std::log(3) / 5, 1e-12);
}

TEST(Logistic, RegularisedOptimum) {
  // Rows (1) of label 1 and (-1) of label -1 have the same loss: -1 / (1 + e^x) + l2 x = 0, which
  // x = 1 solves for l2 = 1 / (1 + e).
  const Logistic f(make_dataset(1, {{1, {{0, 1}}}, {-1, {{0, -1}}}}), 1 / (1 + std::numbers::e));
  EXPECT_NEAR((*f.optimum())[0], 1, 1e-12);
}

TEST(Logistic, OptimumWithMoreColumnsThanTheDenseSolverTakes) {
  const std::uint32_t columns = Design::kDenseColumns + 1;
  std::vector<TestRow> odds;
  std::vector<TestRow> regularised;
  for (std::uint32_t j = 0; j < columns; ++j) {
    const double value = 1 + j % 3;
    add(odds, j, value, 3, 1);
    regularised.push_back({1, {{j, 1}}});
    regularised.push_back({-1, {{j, -1}}});
  }
  // As above, in every coordinate: value x_j = ln 3.
  const Logistic f(make_dataset(columns, odds), 0);
  for (std::uint32_t j = 0; j < columns; ++j) {
    ASSERT_NEAR((*f.optimum())[j], std::log(3) / (1 + j % 3), 1e-9);
  }
  // Two of the m = 2 columns rows hold a coordinate: 2/m (-1 / (1 + e^x)) + l2 x = 0 at x = 1.
  const Logistic g(make_dataset(columns, regularised), 1 / (columns * (1 + std::numbers::e)));
  for (const double x : *g.optimum()) ASSERT_NEAR(x, 1, 1e-9);
}

TEST(Logistic, NoOptimumWhereAColumnSeparates) {
  // The second coordinate is positive for label 1 alone, though the first row decides nothing.
  EXPECT_EQ(optimum_error({{1, {{0, 1}}}, {-1, {{0, 1}}}, {1, {{1, 1}}}}, 2), kSeparable);
}

TEST(Logistic, NoOptimumWhereAPlaneSeparates) {
  // Rows times labels are (2, -1) and (-1, 2): both rise along (1, 1), and along no axis.
  EXPECT_EQ(optimum_error({{1, {{0, 2}, {1, -1}}}, {-1, {{0, 1}, {1, -2}}}}, 2), kSeparable);
}

TEST(Logistic, NoOptimumWhereAPlaneSeparatesInPart) {
  // Rows times labels are (2, -1), (1, -1) and (-1, 1): along (1, 1) the first rises and the others
  // stay, and there is no direction in which all rise.
  EXPECT_EQ(
      optimum_error({{1, {{0, 2}, {1, -1}}}, {1, {{0, 1}, {1, -1}}}, {-1, {{0, 1}, {1, -1}}}}, 2),
      kSeparable);
}

TEST(Logistic, ConstantsOfOneRow) {
  // One row a = (3, 4): the Jacobian is at most a a^T / 4 + l2 I, of norm 25/4 + l2, attained
  // where the margin is 0. Both classes are needed, so the row comes with its mirror image.
  const Logistic f(make_dataset(2, {{1, {{0, 3}, {1, 4}}}, {-1, {{0, -3}, {1, -4}}}}), 0.5);
  EXPECT_DOUBLE_EQ(f.constants(1)->lipschitz.value(), 6.75);
  EXPECT_EQ(f.constants(1)->strong_convexity, 0.5);
  const auto up = row_gradient(f, 0, std::vector<double>{3e-5, 4e-5});
  const auto down = row_gradient(f, 0, std::vector<double>{-3e-5, -4e-5});
  EXPECT_NEAR(norm(minus(up, down)), 6.75 * 1e-4, 1e-10);
}

TEST(Logistic, GradientSaturatesFarOut) {
  const Logistic f(make_dataset(1, {{1, {{0, 2}}}, {-1, {{0, 2}}}}), 0);
  for (const double x : {1e3, 1e150, 1e300}) {
    EXPECT_EQ(row_gradient(f, 0, std::vector<double>{x})[0], 0) << x;
    EXPECT_EQ(row_gradient(f, 0, std::vector<double>{-x})[0], -2) << x;
    EXPECT_EQ(row_gradient(f, 1, std::vector<double>{x})[0], 2) << x;
    EXPECT_EQ(std::abs(row_gradient(f, 1, std::vector<double>{-x})[0]), 0) << x;
  }
}

TEST(Logistic, GradientGolden) {
  // -b / (1 + e^(b t)) a with t = 0.5 * 0.3 - 2 * 0.7 = -1.25, evaluated in another language's
  // doubles with the exponential's formula that numeric_exp_test.cc tells.
  const Logistic f(make_dataset(2, {{1, {{0, 0.5}, {1, -2}}}, {-1, {{0, 1}}}}), 0);
  EXPECT_EQ(row_gradient(f, 0, std::vector<double>{0.3, 0.7}),
            (std::vector<double>{-0x1.8dfa3f55dc7cap-2, 0x1.8dfa3f55dc7cap+0}));
}

std::vector<double> mapped(double a, double b) {
  return Logistic(make_dataset(1, {{a, {{0, 1}}}, {b, {{0, 1}}}, {b, {{0, 2}}}}), 1).data().labels;
}

TEST(Logistic, TheSmallerLabelIsTheNegativeOne) {
  EXPECT_EQ(mapped(-1, 1), (std::vector<double>{-1, 1, 1}));
  EXPECT_EQ(mapped(1, -1), (std::vector<double>{1, -1, -1}));
  EXPECT_EQ(mapped(0, 1), (std::vector<double>{-1, 1, 1}));
  EXPECT_EQ(mapped(1, 0), (std::vector<double>{1, -1, -1}));
  EXPECT_EQ(mapped(1, 2), (std::vector<double>{-1, 1, 1}));
  EXPECT_EQ(mapped(2, 1), (std::vector<double>{1, -1, -1}));
  EXPECT_EQ(mapped(4, 2), (std::vector<double>{1, -1, -1}));
  EXPECT_EQ(mapped(-0.5, 7e3), (std::vector<double>{-1, 1, 1}));
}

std::string label_error(const std::vector<double>& labels) {
  std::vector<TestRow> rows;
  for (const double label : labels) rows.push_back({label, {{0, 1}}});
  return message_of<InputError>([&] { Logistic(make_dataset(1, rows), 1); });
}

TEST(Logistic, OtherLabelsAreNamedWithTheirLine) {
  const std::string wanted = " is a third one; two classes have two labels, whatever they are";
  EXPECT_EQ(label_error({1, -1, 0.5}), "test.svm:3: label 0.5 (after 1 and -1)" + wanted);
  EXPECT_EQ(label_error({0, 1, 1, 2}), "test.svm:4: label 2 (after 0 and 1)" + wanted);
  EXPECT_EQ(label_error({151, 75, 151, 141}), "test.svm:4: label 141 (after 151 and 75)" + wanted);
  EXPECT_EQ(label_error({1, 1}),
            "test.svm:1: label 1 is that of every row; give rows of two classes");
}

}  // namespace
}  // namespace hogtie
