#pragma once

#include <span>

#include "core/numeric/exp.h"

namespace hogtie {

/// log(1 + exp(-margin)), without overflow.
double logistic_loss(double margin);

/// d/dt log(1 + exp(-label t)) = -label / (1 + exp(label t)), in [-1, 1]; 0 or -label when the
/// exponential saturates. `label` is -1 or 1. Calls no function of libm.
inline double logistic_slope(double t, double label) {
  return -label / (1 + reproducible_exp(label * t));
}

/// The same at every t, in its place and to the bit; as many labels.
void logistic_slopes(std::span<double> t, std::span<const double> labels);

}  // namespace hogtie
