#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "core/numeric/lazy.h"
#include "core/objectives/empirical_risk.h"

namespace hogtie {

/// f(x) = 1/m sum_i h(a_i . x - b_i) + l2/2 ||x||^2 with h(r) = r^2/2 where |r| <= delta, else
/// delta (|r| - delta/2): robust regression (Huber, "Robust estimation of a location parameter",
/// Annals of Mathematical Statistics 35, 1964). EmpiricalRisk says how a gradient is drawn.
class Huber final : public EmpiricalRisk {
 public:
  /// `data` has at least one row and one non-zero; `l2` >= 0, `delta` > 0.
  Huber(Dataset data, double l2, double delta);

  void gradient(const Sample& sample, std::span<const double> view, Coins&,
                std::span<double> gradient) const override {
    fill_gradient(sample, view, gradient, slope_);
  }

  void mean_gradient(std::span<const double> x, std::span<double> gradient) const override;
  double value(std::span<const double> x) const override;

  /// The minimiser, to a gradient of norm 1e-12 max(1, delta mean ||a_i||); where l2 = 0 there can
  /// be several, and it is one of them. Computed at the first call by damped Newton steps. Throws
  /// InputError when it is not found in 200 steps.
  const std::vector<double>* optimum() const override;

  /// c = l2, since the loss has no curvature far out. L = E L_i and M^2 as EmpiricalRisk bounds
  /// them, with curvature 1.
  std::optional<Constants> constants(double radius) const override;

  double delta() const { return slope_.delta; }

 private:
  struct Slope {
    double delta;
    double operator()(double prediction, double label) const {
      return std::clamp(prediction - label, -delta, delta);
    }
  };

  struct Derived {
    double moment_at_optimum = 0;
    LipschitzMoments lipschitz;
  };

  Slope slope_;
  Lazy<std::vector<double>> optimum_;
  Lazy<Derived> derived_;
};

}  // namespace hogtie
