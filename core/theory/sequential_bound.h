#pragma once

#include <cstdint>

#include "core/theory/convergence_problem.h"

namespace hogtie {

/// Statement 1 (De Sa et al. 2015): sequential SGD. F_T is the event that none of x_0, ..., x_T
/// lies in S. A bound above 1 says nothing. All throw PremiseError where a premise does not hold.

/// P(F_T) <= ε plog(||x_0-x*||²/ε)/((2αcε - α²M²) T) = W_0/T, for 0 < α < 2cε/M² and T >= 1.
double sequential_failure_bound(const ConvergenceProblem& problem, double step_size,
                                std::uint64_t iterations);

/// α = cεϑ/M², 0 < ϑ <= 1. The bound is least at ϑ = 1: the recommended step size.
double sequential_step_size(const ConvergenceProblem& problem, double theta = 1);

/// P(F_T) <= M²/(c²εϑT) · plog(||x_0-x*||²/ε) at that step size, for 0 < ϑ <= 1 and T >= 1.
double sequential_failure_bound_of_theta(const ConvergenceProblem& problem, double theta,
                                         std::uint64_t iterations);

}  // namespace hogtie
