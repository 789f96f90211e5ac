#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/numeric/lazy.h"
#include "core/objectives/empirical_risk.h"
#include "core/objectives/logistic_loss.h"

namespace hogtie {

/// f(x) = 1/m sum_i log(1 + exp(-b_i a_i . x)) + l2/2 ||x||^2 with b_i = -1 or 1: logistic
/// regression. EmpiricalRisk says how a gradient is drawn.
class Logistic final : public EmpiricalRisk {
 public:
  /// `data` has at least one row and one non-zero; `l2` >= 0. There must be two labels,
  /// whatever they are; the smaller one is taken for -1, the larger one for 1. Throws InputError,
  /// which names the line, when there are not.
  Logistic(Dataset data, double l2);

  /// Calls no function of libm, so its bits do not depend on the C library.
  void gradient(const Sample& sample, std::span<const double> view, Coins&,
                std::span<double> gradient) const override {
    fill_gradient(sample, view, gradient, slope);
  }
  double loss_slope(double prediction, double label) const override {
    return slope(prediction, label);
  }

  void mean_gradient(std::span<const double> x, std::span<double> gradient) const override;
  double value(std::span<const double> x) const override;

  /// The minimiser, to a gradient of norm 1e-12 max(1, mean ||a_i||); of several (where l2 = 0 and
  /// the columns are linearly dependent) the one of least norm. Computed at the first call by
  /// damped Newton steps. Throws InputError when there is no minimiser, because l2 = 0 and along
  /// some direction no row's loss rises and some row's falls (labels that are separable, if only in
  /// part), or when it is not found in 100 steps.
  const std::vector<double>* optimum() const override;

  /// c = l2, since the loss has no curvature far out. L = E L_i and M^2 as EmpiricalRisk bounds
  /// them, with curvature 1/4.
  std::optional<Constants> constants(double radius) const override;

  /// max_i L_i: for no sample a step of at most its inverse overshoots.
  double lipschitz_max() const { return lipschitz_moments(kCurvature).maximum; }

 private:
  /// The largest second derivative of the loss.
  static constexpr double kCurvature = 0.25;

  static constexpr auto slope = [](double t, double label) { return logistic_slope(t, label); };

  struct Derived {
    double moment_at_optimum = 0;
    LipschitzMoments lipschitz;
  };

  Lazy<std::vector<double>> optimum_;
  Lazy<Derived> derived_;
};

}  // namespace hogtie
