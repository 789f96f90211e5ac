#pragma once

#include "core/numeric/exp.h"

namespace hogtie {

/// tanh x to within a few units of 1e-16, with the exponential whose bits do not depend on the C
/// library; -1 or 1 where that saturates.
inline double reproducible_tanh(double x) {
  return 1 - 2 / (1 + reproducible_exp(2 * x));
}

}  // namespace hogtie
