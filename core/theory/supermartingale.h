#pragma once

#include <cstdint>

#include "core/theory/convergence_problem.h"

namespace hogtie {

/// The rate supermartingale of SGD on a strongly convex function (De Sa et al. 2015; Alistarh, De
/// Sa and Konstantinov 2018), and what the latter make of it in an asynchronous execution. Each is
/// defined up to the first success; a process is stopped there.
///
/// All throw PremiseError unless 0 < α < 2cε/M² and the constants are as ConvergenceProblem states.

/// W_t = ε/(2αcε - α²M²) · plog(||x_t - x*||²/ε) + t, in iterations. In a sequential execution
/// E[W_{t+1} | x_t] <= W_t while x_t is not in S; and W_t >= t, so that P(F_T) <= W_0/T.
double rate_supermartingale(const ConvergenceProblem& problem, double step_size,
                            double squared_distance, std::uint64_t time);

/// H = 2√ε/(2αcε - α²M²), in iterations per unit of distance: outside of S the gradient of W_t in x
/// is no longer than this.
double supermartingale_slope(const ConvergenceProblem& problem, double step_size);

/// V_t = W_t - α²HLMC√d · t + αHL√d · Φ_t with C = 2√(τ_max n): in an asynchronous execution
/// E[V_{t+1}] <= V_t while x_t is not in S, as the proof of Theorem 6.5 states it.
/// `delayed_movement` is Φ_t = Σ_{k>=1} ||x_{t-k+1} - x_{t-k}|| · Σ_{m>=k} 1{τ_{t-k+m} >= m}: by
/// how far each update before t moved x, times the number of iterations from t on whose view misses
/// it or an earlier one; Φ_0 = 0.
///
/// Why: with the view v_t instead of x_t, E[W_{t+1}] grows by at most αHL||x_t - v_t||, which is at
/// most αHL√d Σ_{k>=1} ||x_{t-k+1} - x_{t-k}|| 1{τ_t >= k}. Φ gives up just that sum from t to t+1,
/// and gains the new movement, αM in expectation, times a delay sum, which Lemma 6.4 bounds by C.
///
/// Requires α²HLMC√d < 1 besides, without which V_t promises nothing.
double asynchronous_supermartingale(const ConvergenceProblem& problem, const Asynchrony& asynchrony,
                                    double step_size, double squared_distance, std::uint64_t time,
                                    double delayed_movement);

}  // namespace hogtie
