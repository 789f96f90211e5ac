#pragma once

#include <vector>

#include "core/data/dataset.h"

namespace hogtie {

/// The minimiser of 1/m sum_i log(1 + exp(-b_i a_i . x)) + l2/2 ||x||^2, with labels b_i of -1 and
/// 1; Logistic::optimum says how exact it is and when it throws.
std::vector<double> minimise_logistic(const Dataset& data, double l2);

}  // namespace hogtie
