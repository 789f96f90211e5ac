#pragma once

#include <vector>

#include "core/data/dataset.h"

namespace hogtie {

/// The minimiser of 1/m sum_i max(0, 1 - b_i a_i . x) + l2/2 ||x||^2, with labels b_i of -1 and 1
/// and l2 > 0, by dual coordinate descent (Hsieh, Chang, Lin, Keerthi and Sundararajan, "A dual
/// coordinate descent method for large-scale linear SVM", ICML 2008, Algorithm 1, rows in random
/// order), most passes over the rows whose variable is not at a bound. Hinge::optimum says how
/// exact it is and when it throws.
std::vector<double> minimise_hinge(const Dataset& data, double l2);

}  // namespace hogtie
