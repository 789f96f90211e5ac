#pragma once

#include <limits>

namespace hogtie {

/// Twice the unit roundoff u of doubles, so that γ_k = k u / (1 - k u) (Higham, Accuracy and
/// Stability of Numerical Algorithms, 2nd edition, section 3.1) is at most k kRoundoff while
/// k u <= 1/2.
inline constexpr double kRoundoff = std::numeric_limits<double>::epsilon();

}  // namespace hogtie
