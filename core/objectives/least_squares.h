#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/numeric/lazy.h"
#include "core/objectives/empirical_risk.h"

namespace hogtie {

/// f(x) = 1/(2m) sum_i (a_i . x - b_i)^2 + l2/2 ||x||^2: least squares, or ridge regression where
/// l2 > 0. EmpiricalRisk says how a gradient is drawn.
class LeastSquares final : public EmpiricalRisk {
 public:
  /// `data` has at least one row and one non-zero; `l2` >= 0.
  LeastSquares(Dataset data, double l2);

  void gradient(const Sample& sample, std::span<const double> view, Coins&,
                std::span<double> gradient) const override {
    fill_gradient(sample, view, gradient, slope);
  }

  void mean_gradient(std::span<const double> x, std::span<double> gradient) const override;
  double value(std::span<const double> x) const override;

  /// The minimiser; of several (where l2 = 0 and the columns are linearly dependent, so that c = 0)
  /// the one of least norm. Computed at the first call: by a dense factorisation of A^T A up to
  /// Design::kDenseColumns columns that occur, else by conjugate gradients. Throws InputError when
  /// these do not converge, which takes very ill-conditioned data and little regularisation, or
  /// when the data's squares overflow or vanish.
  const std::vector<double>* optimum() const override;

  /// c = lambda_min(A^T A / m) + l2, where the eigenvalue is lowered by the error with which it is
  /// known, and is taken as 0 above Design::kDenseColumns columns. L = E L_i and M^2 as
  /// EmpiricalRisk bounds them, with curvature 1.
  std::optional<Constants> constants(double radius) const override;

 private:
  static constexpr auto slope = [](double prediction, double label) { return prediction - label; };

  struct Derived {
    double strong_convexity = 0;
    double moment_at_optimum = 0;
    LipschitzMoments lipschitz;
  };

  Lazy<std::vector<double>> optimum_;
  Lazy<Derived> derived_;
};

}  // namespace hogtie
