#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/random/coins.h"

namespace hogtie {

/// The constants of an objective that the theory speaks of, over the ball ||x - x*|| <= radius.
struct Constants {
  double strong_convexity;  ///< c: f is strongly convex with this parameter.
  double lipschitz;         ///< L: E||g(x) - g(y)|| <= L ||x - y|| for the same coins.
  double second_moment;     ///< M^2: E||g(x)||^2 <= M^2 on the ball.
  double radius;            ///< R.
};

/// What an algorithm needs of an objective f on R^d with minimiser x*.
///
/// A stochastic gradient is drawn in two parts. `draw` flips the coins that pick the sample; the
/// gradient then depends on the coordinates of the sample's support alone, and is zero elsewhere.
/// Views and gradients are indexed by position in the support, whose coordinates ascend. The mean
/// gradient, that of f, has all d coordinates.
template <class F>
concept StochasticObjective = requires(const F& f, const typename F::Sample& sample, Coins& coins,
                                       std::span<const double> view, std::span<double> gradient,
                                       std::span<const double> x, double radius) {
  { f.dimension() } -> std::same_as<std::size_t>;
  { f.support_max() } -> std::same_as<std::size_t>;
  { f.draw(coins) } -> std::same_as<typename F::Sample>;
  { f.support(sample) } -> std::same_as<std::span<const std::uint32_t>>;
  { f.gradient(sample, view, coins, gradient) } -> std::same_as<void>;
  { f.mean_gradient(x, gradient) } -> std::same_as<void>;
  { f.value(x) } -> std::same_as<double>;
  { f.optimum() } -> std::same_as<const std::vector<double>&>;
  { f.constants(radius) } -> std::same_as<Constants>;
};

}  // namespace hogtie
