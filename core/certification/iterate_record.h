#pragma once

#include <cstdint>

namespace hogtie {

/// Relative precision to which ||x_t - x*||² is followed, or that of summing it where that is less.
inline constexpr double kDistancePrecision = 1e-10;

/// Iteration t in the order of first update, and what the statements on iterates speak of.
struct IterateRecord {
  std::uint64_t time;       ///< t.
  double squared_distance;  ///< ||x_t - x*||².
  double view_distance;     ///< ||x_t - v_t||, over the coordinates that the iteration read.
  double movement;          ///< ||x_{t+1} - x_t||: α times the length of its gradient.
  std::uint64_t delay;      ///< τ_t in this order.
};

}  // namespace hogtie
