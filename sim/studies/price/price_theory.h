#pragma once

#include <cstdint>
#include <optional>

#include "core/theory/convergence_problem.h"
#include "sim/simulation/run_setup.h"
#include "sim/studies/price/price_point.h"

namespace hogtie {

/// The constants that the bounds are stated in, M over the ball of the experiment. A success region
/// of loss is taken as the largest ball that surely lies within it. None where that has no
/// interior, and where the objective has no such constants.
std::optional<ConvergenceProblem> convergence_problem(const RunSetup& setup);

/// What the theory says at a point, for one step size. Each is empty where its premise does not
/// hold, or the objective is not one that it speaks of.
struct PriceTheory {
  /// Statement 7, on a quadratic of one curvature: the slowdown in the exponent by one stale
  /// gradient; for the swarm by n - 1 of them (statement 8). Empty where its rounds do not
  /// contract.
  std::optional<double> slowdown;
  /// What statement 7 is at least, linear in τ: slowdown_lower_bound.
  std::optional<double> slowdown_lower_bound;
  std::optional<double> corollary_6_7_price;  ///< A/M² at the contention given.
  std::optional<double> de_sa_price;          ///< (M² + 2LMτ√ε)/M² at it.
};
PriceTheory price_theory(const RunSetup& setup, const PricePoint& point, double step_size,
                         std::uint64_t contention);

/// The step sizes that are recommended for a contention of τ.
struct RecommendedStepSizes {
  std::optional<double> corollary_6_7;
  std::optional<double> de_sa;
};
RecommendedStepSizes recommended_step_sizes(const RunSetup& setup, const PricePoint& point);

}  // namespace hogtie
