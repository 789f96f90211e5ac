#pragma once

#include <cstdint>

#include "core/theory/convergence_problem.h"

namespace hogtie {

/// Statement 3 (Alistarh, De Sa and Konstantinov 2018, as published): asynchronous SGD against a
/// strong adaptive adversary, with H = 2√ε/(2αcε - α²M²) and C = 2√(τ_max n). A bound above 1 says
/// nothing. All throw PremiseError where a premise does not hold.

/// Theorem 6.5: P(F_T) <= W_0/((1 - α²HLMC√d) T), for 0 < α < 2cε/M², α²HLMC√d < 1 and T >= 1.
double theorem_6_5_failure_bound(const ConvergenceProblem& problem, double step_size,
                                 const Asynchrony& asynchrony, std::uint64_t iterations);

/// A = M² + 4LM√ε · √(τ_max n) · √d of Corollary 6.7.
double corollary_6_7_moment(const ConvergenceProblem& problem, const Asynchrony& asynchrony);

/// Corollary 6.7: α = cεϑ/A, 0 < ϑ <= 1. At ϑ = 1 its bound and that of Theorem 6.5 are least, and
/// the same: the recommended step size of both.
double corollary_6_7_step_size(const ConvergenceProblem& problem, const Asynchrony& asynchrony,
                               double theta = 1);

/// Corollary 6.7: P(F_T) <= A/(c²εϑT) · plog(||x_0-x*||²/ε) with α = cεϑ/A, for 0 < ϑ <= 1, T >= 1.
double corollary_6_7_failure_bound_of_theta(const ConvergenceProblem& problem, double theta,
                                            const Asynchrony& asynchrony, std::uint64_t iterations);

/// The same for a step size 0 < α <= cε/A, with ϑ = αA/(cε).
double corollary_6_7_failure_bound(const ConvergenceProblem& problem, double step_size,
                                   const Asynchrony& asynchrony, std::uint64_t iterations);

/// A/M²: how many times as many iterations as sequential SGD, each at its recommended step size.
double price_of_asynchrony(const ConvergenceProblem& problem, const Asynchrony& asynchrony);

}  // namespace hogtie
