#include "core/objectives/logistic_score.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/objectives/logistic.h"
#include "core/objectives/sign_labels.h"
#include "tests/core/testing_files.h"
#include "tests/core/testing_objectives.h"

namespace hogtie {
namespace {

TEST(LogisticScore, LossAndAccuracy) {
  // With x = (ln 3, -ln 2) the rows give a.x = ln 3, -ln 2, ln 3, 0: losses ln(1 + 1/3), ln(1 +
  // 1/2), ln(1 + 3) and ln 2, together ln(4/3 3/2 4 2) = ln 16. Rows 1 and 2 are right, 3 is wrong;
  // 0 is taken for the negative class, which is right for row 4.
  const Dataset data = make_dataset(2, {{1, {{0, 1}}}, {-1, {{1, 1}}}, {-1, {{0, 1}}}, {-1, {}}});
  const LogisticScore score =
      logistic_score(data, std::vector<double>{std::log(3.0), -std::log(2.0)});
  EXPECT_NEAR(score.loss, std::log(16) / 4, 1e-15);
  EXPECT_EQ(score.accuracy, 0.75);
}

TEST(LogisticScore, IsTheObjectiveWithoutItsRegularisation) {
  const Logistic f(make_dataset(3, {{1, {{0, 2}, {1, -1}}}, {-1, {{1, 3}}}}), 0.5);
  const std::vector<double> x{0.25, -1, 7};  // coordinate 2 occurs in no row
  EXPECT_DOUBLE_EQ(f.value(x), logistic_score(f.data(), x).loss + f.penalty(x));
  EXPECT_DOUBLE_EQ(f.penalty(x), 0.25 * (0.0625 + 1));
}

TEST(SignLabels, OfAnotherDataSet) {
  const LabelPair labels = label_pair(make_dataset(1, {{1, {{0, 1}}}, {2, {{0, 1}}}}));
  EXPECT_EQ(labels.negative, 1);
  EXPECT_EQ(labels.positive, 2);
  // One class alone cannot tell its labels, but those of another data set are known.
  EXPECT_EQ(with_sign_labels(make_dataset(1, {{2, {{0, 1}}}}), labels).labels,
            std::vector<double>{1});
  const Dataset others = make_dataset(1, {{1, {{0, 1}}}, {-1, {{0, 1}}}});
  EXPECT_EQ(message_of<InputError>([&] { with_sign_labels(others, labels); }),
            "test.svm:2: label -1 is not one of the two that the data to train on have, 1 and 2");
}

}  // namespace
}  // namespace hogtie
