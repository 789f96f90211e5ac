#pragma once

#include <cstdint>

#include "core/theory/convergence_problem.h"

namespace hogtie {

/// Statement 10: elastic consistency (Nadiradze et al. 2021, as published). A run is elastically
/// consistent with B when E||x_t - v_t||² <= α²B², x_t being the virtual iterate and v_t the view
/// of iteration t. All throw PremiseError where a premise does not hold.

/// B = √d τ_max M, in units of the gradient, for asynchronous shared memory.
double elastic_consistency_constant(double second_moment, const Asynchrony& asynchrony);

/// The largest distance of a view to its iterate that a run had, ||x_t - v_t||, over α: the run's
/// empirical B. α > 0.
double empirical_elastic_consistency(double step_size, double largest_distance);

/// E||x_t - v_t||² <= α²B². α > 0, B >= 0.
double view_distance_bound(double step_size, double elastic_constant);

/// Where the distance to x* settles: α²L²B²/c² + αM²/c, the limit of the bound below.
double elastic_noise_floor(const ConvergenceProblem& problem, double step_size,
                           double elastic_constant);

/// E||x_T - x*||² <= (1-αc)^T D² + α²L²B²/c² + αM²/c, where D² = E||x_0 - x*||², for 0 < αc <= 1
/// and B >= 0. A step x_{t+1} = x_t - αg(v_t) gives
///   E||x_{t+1}-x*||² <= E||x_t-x*||² - 2αE<x_t-x*, ∇f(v_t)> + α²M²,
///   -2<x_t-x*, ∇f(v_t)> <= -2c||x_t-x*||² + 2L ||x_t-x*|| ||x_t-v_t||
///                       <= -c||x_t-x*||² + (L²/c) ||x_t-v_t||²,
/// and the last term is at most (L²/c) α²B² in expectation; the rest is a geometric series.
double elastic_distance_bound(const ConvergenceProblem& problem, double step_size,
                              double elastic_constant, double initial_distance,
                              std::uint64_t iterations);

}  // namespace hogtie
