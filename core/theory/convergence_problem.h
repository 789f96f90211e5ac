#pragma once

#include <cstdint>

namespace hogtie {

/// What the convergence bounds are stated in, besides the step size and the number of iterations.
/// On R^d a quadratic has no finite M: M is then that of a ball around x*, and a bound speaks of
/// the executions whose iterates and views stay in it.
struct ConvergenceProblem {
  double strong_convexity;  ///< c > 0: f is strongly convex with this parameter
  double lipschitz;         ///< L > 0: E||g(x) - g(y)|| <= L ||x - y|| for the same coins
  double second_moment;     ///< M² > 0: E||g(x)||² <= M²
  double epsilon;           ///< ε > 0: success region S = {x : ||x - x*||² <= ε}
  double initial_distance;  ///< ||x_0 - x*|| >= 0
};

/// The ε of the largest ball around x* that surely lies within f(x) <= loss, 2 (loss - f*)/L: f is
/// L-smooth, so that f(x) - f* <= L/2 ||x - x*||². Not above 0 where loss is not above the minimum.
double epsilon_within_loss(double loss, double minimum, double lipschitz);

/// The ε of the largest ball around x* that surely lies within ||grad f(x)|| <= norm, (norm/L)².
double epsilon_within_gradient_norm(double norm, double lipschitz);

/// How asynchronous an execution is.
struct Asynchrony {
  std::uint64_t workers;    ///< n >= 1
  std::uint64_t dimension;  ///< d >= 1, in coordinates
  std::uint64_t tau_max;    ///< τ_max, the largest contention, in iterations
};

/// Throws PremiseError, naming it, for a constant that is not finite or not as stated above.
void require_premises(const ConvergenceProblem& problem);
void require_premises(const Asynchrony& asynchrony);

}  // namespace hogtie
