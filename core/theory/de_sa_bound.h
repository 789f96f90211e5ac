#pragma once

#include <cstdint>

#include "core/theory/convergence_problem.h"

namespace hogtie {

/// Statement 2 (De Sa et al. 2015, as published): asynchronous SGD before the paper, linear in the
/// delay τ, in iterations, for which τ_max is taken. A bound above 1 says nothing. All throw
/// PremiseError where a premise does not hold.

/// P(F_T) <= W_0/((1 - α²HLMτ) T), for 0 < α < 2cε/M², α²HLMτ < 1 and T >= 1.
double de_sa_failure_bound(const ConvergenceProblem& problem, double step_size, std::uint64_t tau,
                           std::uint64_t iterations);

/// M² + 2LMτ√ε, which takes the place of M² in the sequential bound.
double de_sa_moment(const ConvergenceProblem& problem, std::uint64_t tau);

/// α = cεϑ/(M² + 2LMτ√ε), 0 < ϑ <= 1. The bound is least at ϑ = 1: the recommended step size.
double de_sa_step_size(const ConvergenceProblem& problem, std::uint64_t tau, double theta = 1);

/// P(F_T) <= (M² + 2LMτ√ε)/(c²εϑT) · plog(||x_0-x*||²/ε) at that step size.
double de_sa_failure_bound_of_theta(const ConvergenceProblem& problem, double theta,
                                    std::uint64_t tau, std::uint64_t iterations);

/// (M² + 2LMτ√ε)/M²: how many times as many iterations as sequential SGD, each at its recommended
/// step size.
double de_sa_price(const ConvergenceProblem& problem, std::uint64_t tau);

}  // namespace hogtie
