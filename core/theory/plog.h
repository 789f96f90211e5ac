#pragma once

#include <cmath>

#include "core/theory/premise.h"

namespace hogtie {

/// The piecewise logarithm of De Sa et al. (2015), for u >= 0: 1 + ln u for u >= 1, and u below.
/// Its derivative is continuous at 1.
inline double plog(double u) {
  require_premise(u >= 0, "u >= 0", {{"u", u}});
  return u >= 1 ? 1 + std::log(u) : u;
}

}  // namespace hogtie
