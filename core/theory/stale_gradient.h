#pragma once

#include <cstdint>

namespace hogtie {

/// Rounds with stale gradients on f(x) = λx²/2, x real, with stochastic gradient λx - u,
/// u ~ N(0, σ²): `stale` workers read x_0, another runs τ iterations alone, then each of them
/// applies its gradient. One stale worker is the lower bound of Theorem 5.1 of Alistarh, De Sa and
/// Konstantinov (2018), all n - 1 the swarm of this project.
///
/// Every function throws PremiseError naming the premise where it is not met:
/// 0 < αλ < 1, λ > 0, σ >= 0 and finite, stale >= 1.
struct StaleRound {
  double step_size;         ///< α.
  std::uint64_t tau;        ///< τ, in iterations.
  std::uint64_t stale = 1;  ///< Stale workers: 1, or n - 1.
  double curvature = 1;     ///< λ.
};

/// What a round multiplies the mean by: (1-αλ)^τ - stale αλ.
double mean_factor(const StaleRound& round);

/// The variance of x after a round from a fixed x_0:
/// stale α²σ² + α²σ² (1 - (1-αλ)^{2τ}) / (αλ(2-αλ)).
/// (Written for λ = 1 the second term is ασ²(1 - (1-α)^{2τ})/(2-α). Since λx - u = λ(x - u/λ), the
/// general case is that of α' = αλ and σ' = σ/λ.)
double variance(const StaleRound& round, double noise);

/// How many times as many iterations the round takes as sequential SGD for the same contraction:
/// (τ + stale) ln(1-αλ) / ln|mean factor|, the slowdown in the exponent. 0 where the factor is 0:
/// the round lands on x*. Negative or infinite where it does not contract (swarms only).
double slowdown(const StaleRound& round);

/// What that is at least, for one stale worker, from tau_of_no_return on:
/// (τ+1) ln(1-αλ) / ln(αλ/2), linear in τ. Premises: stale = 1, 2 (1-αλ)^τ <= αλ.
double slowdown_lower_bound(const StaleRound& round);

/// Whether rounds amplify: stale αλ - (1-αλ)^τ > 1, so SGD diverges under them. Never for one stale
/// worker.
bool diverges(const StaleRound& round);

/// The smallest τ with 2 (1-αλ)^τ <= αλ. From there on a round of one stale worker contracts to no
/// less than αλ/2, however large τ is, and the slowdown is at least slowdown_lower_bound.
/// Requires αλ >= 1e-12.
std::uint64_t tau_of_no_return(double step_size, double curvature = 1);

}  // namespace hogtie
