#pragma once

#include <gtest/gtest.h>

#include <boost/math/distributions/chi_squared.hpp>
#include <cstddef>
#include <vector>

namespace hogtie::testing {

/// Seeds are fixed. Had they been drawn, a test would pass with this probability.
inline constexpr double kConfidence = 1 - 1e-6;

/// Whether counts are as likely as those of a multinomial distribution with these means.
inline void expect_fits(const std::vector<double>& counts, const std::vector<double>& means) {
  double statistic = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    statistic += (counts[k] - means[k]) * (counts[k] - means[k]) / means[k];
  }
  const boost::math::chi_squared distribution(static_cast<double>(counts.size() - 1));
  EXPECT_LT(statistic, quantile(distribution, kConfidence));
  // Nor suspiciously well.
  EXPECT_GT(statistic, quantile(distribution, 1 - kConfidence));
}

}  // namespace hogtie::testing
