#pragma once

#include <span>

#include "core/data/dataset.h"

namespace hogtie {

/// How well weights x tell two classes apart, on rows a_i with labels b_i of -1 and 1.
struct LogisticScore {
  double loss = 0;      ///< 1/m sum_i log(1 + exp(-b_i a_i . x)), without regularisation.
  double accuracy = 0;  ///< Fraction of rows whose class is 1 just where a_i . x > 0.
};

/// Requires a row, and weights for all features.
LogisticScore logistic_score(const Dataset& data, std::span<const double> x);

}  // namespace hogtie
