#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/objectives/objective.h"
#include "core/random/coins.h"

namespace hogtie {

/// f(x) = 1/2 sum_j lambda_j x_j^2, with x* = 0, and stochastic gradients
///   g(x)_j = lambda_j x_j - sigma z_j,   z_j independent standard normal.
/// With lambda = 1 this is the objective of the lower bound of Alistarh, De Sa and Konstantinov
/// (PODC 2018, Theorem 5.1). Every coordinate is in the support.
class Quadratic final : public Objective {
 public:
  /// `curvature`: lambda_j > 0, one for each of the d >= 1 coordinates. `noise`: sigma >= 0.
  Quadratic(std::vector<double> curvature, double noise);

  std::size_t dimension() const override { return curvature_.size(); }
  std::size_t support_max() const override { return curvature_.size(); }
  Sample draw(Coins&) const override { return {0, coordinates_}; }

  /// Draws z_0, ..., z_{d-1} in this order, or nothing where sigma = 0. Both spans have d entries.
  void gradient(const Sample&, std::span<const double> view, Coins& coins,
                std::span<double> gradient) const override {
    const double* const lambda = curvature_.data();
    const double* const x = view.data();
    double* __restrict__ const g = gradient.data();
    const std::size_t d = gradient.size();
    for (std::size_t j = 0; j < d; ++j) g[j] = lambda[j] * x[j];
    if (noise_ != 0) [[unlikely]] {
      add_noise(coins, gradient);
    }
  }

  void mean_gradient(std::span<const double> x, std::span<double> gradient) const override;
  double value(std::span<const double> x) const override;
  const std::vector<double>& curvature() const { return curvature_; }
  const std::vector<double>* optimum() const override { return &optimum_; }

  /// c = min lambda and L = max lambda, both attained. M^2 = (max lambda R)^2 + d sigma^2, because
  /// E||g(x)||^2 = sum_j (lambda_j x_j)^2 + d sigma^2; attained at distance R along the axis of the
  /// largest curvature.
  std::optional<Constants> constants(double radius) const override;

  /// 1 in every coordinate.
  std::vector<double> default_initial() const override {
    return std::vector<double>(dimension(), 1.0);
  }

 private:
  void add_noise(Coins& coins, std::span<double> gradient) const;

  std::vector<double> curvature_;
  double noise_;
  std::vector<std::uint32_t> coordinates_;
  std::vector<double> optimum_;
};

}  // namespace hogtie
