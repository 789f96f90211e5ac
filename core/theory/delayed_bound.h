#pragma once

#include <cstdint>

#include "core/theory/convergence_problem.h"

namespace hogtie {

/// What De Sa et al. (2015) and Alistarh, De Sa and Konstantinov (2018) have in common: both take
/// the rate supermartingale W_t, and pay for delays with a share α²HLMD of every iteration, where D
/// is how many updates a view may miss. They differ in D alone: τ in the former, C√d in the latter.
/// The statements have functions of their own, made of these.
struct DelayTerm {
  double value;         ///< D >= 0, in iterations
  const char* loss;     ///< "alpha^2 H L M D", with the statement's letters for D
  const char* premise;  ///< that it is below 1
};

/// D = τ, the statement of De Sa et al. (2015).
DelayTerm delay_term(std::uint64_t tau);

/// D = C√d with C = 2√(τ_max n) (Lemma 6.4), the paper's.
DelayTerm delay_term(const Asynchrony& asynchrony);

/// α²HLMD, below 1: the share of an iteration's progress that delays cost. Throws PremiseError
/// where it is 1 or more.
double delay_loss(const ConvergenceProblem& problem, double step_size, const DelayTerm& delays);

/// W_0/((1 - α²HLMD) T), the bound on P(F_T); above 1 it says nothing. T >= 1.
double delayed_failure_bound(const ConvergenceProblem& problem, double step_size,
                             const DelayTerm& delays, std::uint64_t iterations);

/// A = M² + 2LM√ε D, which takes the place of M²: the bound above is
/// ε plog(||x_0-x*||²/ε)/((2αcε - α²A) T).
double delayed_moment(const ConvergenceProblem& problem, const DelayTerm& delays);

/// α = cεϑ/A with 0 < ϑ <= 1. At ϑ = 1 the bound above is least.
double delayed_step_size(const ConvergenceProblem& problem, const DelayTerm& delays, double theta);

/// A/(c²εϑT) · plog(||x_0-x*||²/ε), at that α. It is the bound above without a factor of 1/(2-ϑ),
/// so equal at ϑ = 1. 0 < ϑ <= 1, T >= 1.
double delayed_failure_bound_of_theta(const ConvergenceProblem& problem, double theta,
                                      const DelayTerm& delays, std::uint64_t iterations);

/// The ϑ = αA/(cε) of a step size. What is above 1 by no more than rounding is 1.
double theta_of(const ConvergenceProblem& problem, double step_size, const DelayTerm& delays);

}  // namespace hogtie
