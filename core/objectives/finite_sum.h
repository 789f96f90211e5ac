#pragma once

#include <cstddef>
#include <span>

#include "core/objectives/objective.h"
#include "core/random/coins.h"

namespace hogtie {

/// An objective that is the mean of finitely many functions, f = 1/m sum_i f_i, of which a sample
/// picks one uniformly. Its stochastic gradients flip no more coins.
class FiniteSum : public Objective {
 public:
  /// m, at least 1.
  virtual std::size_t samples() const = 0;
  /// That of f_i, from 0.
  virtual Sample sample(std::size_t i) const = 0;

  Sample draw(Coins& coins) const override { return sample(coins.index(samples())); }
  /// g_i at `view` less g_i at x, by position in the support. `scratch` is twice as large.
  virtual void gradient_difference(const Sample& sample, std::span<const double> view,
                                   std::span<const double> x, std::span<double> difference,
                                   std::span<double> scratch) const;
  /// The mean of the stochastic gradients over all samples.
  void mean_gradient(std::span<const double> x, std::span<double> gradient) const override;
};

}  // namespace hogtie
