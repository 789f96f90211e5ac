#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/data/data_origin.h"
#include "core/random/coins.h"

namespace hogtie {

/// The constants of an objective that the theory speaks of, over the ball ||x - x*|| <= radius.
struct Constants {
  double strong_convexity;  ///< c: f is strongly convex with this parameter.
  /// L: E||g(x) - g(y)|| <= L ||x - y|| for the same coins. None where f has no Lipschitz gradient.
  std::optional<double> lipschitz;
  double second_moment;  ///< M^2: E||g(x)||^2 <= M^2 on the ball.
  double radius;         ///< R.
};

/// What the coins have picked of an objective: one of the functions whose mean it is.
struct Sample {
  std::size_t index;                       ///< Which one; of data, the row.
  std::span<const std::uint32_t> support;  ///< The coordinates it depends on; they ascend.
};

/// An objective f on R^d, and its stochastic gradients. Where f is convex it has a minimiser x* and
/// constants; others have neither, and what is known of a point is f and the gradient's norm.
///
/// A stochastic gradient is drawn in two parts. `draw` flips the coins that pick the sample; the
/// gradient then depends on the coordinates of the sample's support alone, and is zero elsewhere.
/// Its view and itself are indexed by position in the support. The mean gradient, that of f, has
/// all d coordinates.
class Objective {
 public:
  virtual ~Objective() = default;
  Objective(const Objective&) = delete;
  Objective& operator=(const Objective&) = delete;

  /// d, at least 1.
  virtual std::size_t dimension() const = 0;
  /// Size of the largest support.
  virtual std::size_t support_max() const = 0;

  virtual Sample draw(Coins& coins) const = 0;
  /// A hint: these coins, which have not been flipped, will probably draw a sample soon. May have
  /// the processor fetch what the sample's gradient takes, or, at the first of two hints, where
  /// that lies; leaves the coins unflipped, or rewound.
  virtual void prefetch_sample(Coins&) const {}
  /// g(x) at the view of the sample's support; may flip more coins.
  virtual void gradient(const Sample& sample, std::span<const double> view, Coins& coins,
                        std::span<double> gradient) const = 0;

  /// The gradient of f at x, or E g(x), a subgradient, where there is none. Both spans have d
  /// entries.
  virtual void mean_gradient(std::span<const double> x, std::span<double> gradient) const = 0;
  virtual double value(std::span<const double> x) const = 0;

  /// x*, computed at the first call where there is no formula; null where f is not convex, so that
  /// none is known. Throws InputError where a convex f has no minimiser, or it is not found.
  virtual const std::vector<double>* optimum() const = 0;
  /// Over the ball of this radius around x*; none where f is not convex. Throws as optimum.
  virtual std::optional<Constants> constants(double radius) const = 0;

  /// The file that f is read from; null where there is none.
  virtual const DataOrigin* data_origin() const { return nullptr; }

  /// Where runs start that are not told where.
  virtual std::vector<double> default_initial() const {
    return std::vector<double>(dimension(), 0.0);
  }

 protected:
  Objective() = default;
};

}  // namespace hogtie
