#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/numeric/lazy.h"
#include "core/objectives/empirical_risk.h"

namespace hogtie {

/// f(x) = 1/m sum_i max(0, 1 - b_i a_i . x) + l2/2 ||x||^2 with b_i = -1 or 1: the linear support
/// vector machine as Pegasos minimises it by subgradients (Shalev-Shwartz, Singer, Srebro and
/// Cotter, Mathematical Programming 127, 2011). EmpiricalRisk says how a gradient is drawn: the
/// subgradient that has no part of a row whose margin is 1 or more. At x* that is not 0 in general.
class Hinge final : public EmpiricalRisk {
 public:
  /// `data` has at least one row and one non-zero; `l2` > 0. Labels as Logistic takes them. Throws
  /// InputError, which names the line, when they are not.
  Hinge(Dataset data, double l2);

  void gradient(const Sample& sample, std::span<const double> view, Coins&,
                std::span<double> gradient) const override {
    fill_gradient(sample, view, gradient, slope);
  }

  void mean_gradient(std::span<const double> x, std::span<double> gradient) const override;
  double value(std::span<const double> x) const override;

  /// The minimiser, to within 1e-6 max(1, ||x*||) by its duality gap. Computed at the first call by
  /// dual coordinate descent. Throws InputError when that takes too long, which takes very little
  /// regularisation.
  const std::vector<double>* optimum() const override;

  /// c = l2. There is no L: gradients jump where a margin is 1. M^2 by Minkowski's inequality, as
  /// ||x|| <= ||x*|| + R: sqrt(E||g(x)||^2) <= sqrt(E||a_i||^2) + sqrt(E w_i^2) ||x|| with w_i =
  /// max_{j in row i} l2/p_j.
  std::optional<Constants> constants(double radius) const override;

 private:
  static constexpr auto slope = [](double t, double label) { return label * t < 1 ? -label : 0; };

  Lazy<std::vector<double>> optimum_;
};

}  // namespace hogtie
