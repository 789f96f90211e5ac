#include "core/data/sample_low_rank.h"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>

namespace hogtie {
namespace {

TEST(SampleLowRank, HasTheRank) {
  const ObservedMatrix matrix =
      sample_low_rank({.rows = 20, .columns = 15, .rank = 3, .observed = 1, .noise = 0}, 7);
  ASSERT_EQ(matrix.value.size(), 300u);
  Eigen::MatrixXd dense(20, 15);
  for (std::size_t k = 0; k < 300; ++k) dense(matrix.row[k], matrix.column[k]) = matrix.value[k];
  const Eigen::VectorXd values = Eigen::JacobiSVD<Eigen::MatrixXd>(dense).singularValues();
  EXPECT_GT(values[2], 0.1);
  EXPECT_LT(values[3], 1e-12);
}

TEST(SampleLowRank, DependsOnTheSeedAlone) {
  const LowRankSettings settings{.rows = 6, .columns = 5, .rank = 2, .observed = 0.5, .noise = 0.1};
  EXPECT_EQ(sample_low_rank(settings, 1).value, sample_low_rank(settings, 1).value);
  EXPECT_NE(sample_low_rank(settings, 1).value, sample_low_rank(settings, 2).value);
}

TEST(SampleLowRank, ObservesAFractionOfEntriesOfUnitVariance) {
  // Of 90000 entries 0.2 in the mean, with a deviation of 120; five of them.
  const ObservedMatrix matrix =
      sample_low_rank({.rows = 300, .columns = 300, .rank = 50, .observed = 0.2, .noise = 0.5}, 3);
  EXPECT_NEAR(static_cast<double>(matrix.value.size()), 18000, 600);
  double squares = 0;
  for (const double value : matrix.value) squares += value * value;
  // Variance 1 + 0.5^2. Entries of a row or column are dependent: the factors' norms vary by a
  // relative sqrt(2 / (50 * 300)) = 1.2 %, twice.
  EXPECT_NEAR(squares / static_cast<double>(matrix.value.size()), 1.25, 0.1);
}

}  // namespace
}  // namespace hogtie
