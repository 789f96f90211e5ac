#pragma once

#include <vector>

#include "core/data/dataset.h"

namespace hogtie {

/// residual^2/2 where |residual| <= delta, else delta (|residual| - delta/2).
double huber_loss(double residual, double delta);

/// The minimiser of 1/m sum_i huber_loss(a_i . x - b_i, delta) + l2/2 ||x||^2 by Newton's method on
/// its piecewise quadratic (Madsen and Nielsen, "Finite algorithms for robust linear regression",
/// BIT 30, 1990), damped; Huber::optimum says how exact it is and when it throws.
std::vector<double> minimise_huber(const Dataset& data, double l2, double delta);

}  // namespace hogtie
