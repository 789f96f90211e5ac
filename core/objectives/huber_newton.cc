#include "core/objectives/huber_newton.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/error.h"
#include "core/objectives/design.h"
#include "core/objectives/newton.h"

namespace hogtie {
namespace {

/// f near a point: residuals are a_i . x - b_i.
class HuberProblem {
 public:
  HuberProblem(const Dataset& data, double l2, double delta)
      : design_(data), l2_(l2), delta_(delta), count_(static_cast<double>(data.rows())) {}

  const Design& design() const { return design_; }

  double mean_row_norm() const {
    double sum = 0;
    for (Eigen::Index i = 0; i < design_.rows().rows(); ++i) sum += design_.rows().row(i).norm();
    return sum / count_;
  }

  double value(const Eigen::VectorXd& residuals, const Eigen::VectorXd& x) const {
    const auto loss = [this](double residual) { return huber_loss(residual, delta_); };
    return residuals.unaryExpr(loss).sum() / count_ + l2_ / 2 * x.squaredNorm();
  }

  /// How much larger f is where the residuals are so and x is so much farther. Summed row by row,
  /// since at last it is far below f.
  double change(const Eigen::VectorXd& residuals, const Eigen::VectorXd& x,
                const Eigen::VectorXd& of_residuals, const Eigen::VectorXd& of_x) const {
    const auto of_loss = [this](double residual, double step) {
      return huber_loss(residual + step, delta_) - huber_loss(residual, delta_);
    };
    return residuals.binaryExpr(of_residuals, of_loss).sum() / count_ +
           l2_ / 2 * of_x.dot(2 * x + of_x);
  }

  Eigen::VectorXd slopes(const Eigen::VectorXd& residuals) const {
    return residuals.cwiseMax(-delta_).cwiseMin(delta_);
  }

  Eigen::VectorXd gradient(const Eigen::VectorXd& slopes, const Eigen::VectorXd& x) const {
    return design_.rows().transpose() * slopes / count_ + l2_ * x;
  }

  /// The floor keeps the matrix of Newton's step positive definite where l2 = 0.
  Eigen::VectorXd curvatures(const Eigen::VectorXd& residuals) const {
    constexpr double kFloor = 1e-4;
    return residuals.unaryExpr(
        [this](double residual) { return std::abs(residual) <= delta_ ? 1.0 : kFloor; });
  }

 private:
  Design design_;
  double l2_;
  double delta_;
  double count_;
};

}  // namespace

double huber_loss(double residual, double delta) {
  const double size = std::abs(residual);
  return size <= delta ? residual * residual / 2 : delta * (size - delta / 2);
}

std::vector<double> minimise_huber(const Dataset& data, double l2, double delta) {
  constexpr int kSteps = 200;
  const HuberProblem problem(data, l2, delta);
  const Design& design = problem.design();
  const double tolerance = 1e-12 * std::max(1.0, delta * problem.mean_row_norm());
  Eigen::VectorXd x = Eigen::VectorXd::Zero(design.rows().cols());
  Eigen::VectorXd residuals = -design.labels();
  for (int step = 0; step < kSteps; ++step) {
    const Eigen::VectorXd slopes = problem.slopes(residuals);
    const Eigen::VectorXd gradient = problem.gradient(slopes, x);
    if (gradient.norm() <= tolerance) return design.expand(x);
    const Eigen::VectorXd direction =
        newton_step(design, l2, x, gradient, slopes, problem.curvatures(residuals));
    const Eigen::VectorXd change = design.rows() * direction;
    const auto change_at = [&](double length) {
      return problem.change(residuals, x, length * change, length * direction);
    };
    const double length =
        armijo_length(problem.value(residuals, x), gradient.dot(direction), change_at);
    x += length * direction;
    residuals = design.rows() * x - design.labels();
  }
  throw InputError(data.path + ": no minimum of the Huber loss found in " + std::to_string(kSteps) +
                   " Newton steps; raise l2");
}

}  // namespace hogtie
