#pragma once

#include <Eigen/Core>
#include <limits>

#include "core/objectives/design.h"

namespace hogtie {

/// Newton's step p for f(x) = 1/m sum_i loss_i(a_i . x) + l2/2 ||x||^2 at x: an approximate
/// solution of (1/m A^T diag(curvatures) A + l2 I) p = -gradient, where gradient = 1/m A^T slopes +
/// l2 x. `slopes` and `curvatures` are the first and second derivatives of the losses, one a row;
/// the curvatures are above 0, so that p is a direction of descent.
Eigen::VectorXd newton_step(const Design& design, double l2, const Eigen::VectorXd& x,
                            const Eigen::VectorXd& gradient, const Eigen::VectorXd& slopes,
                            const Eigen::VectorXd& curvatures);

/// How far to go along a direction of descent: 1, halved until the decrease of f is a fair part of
/// what the slope promises (Armijo), or is lost in rounding. `change_at(length)` is how much f is
/// larger there than at the start, where it is `value`.
template <class ChangeAt>
double armijo_length(double value, double slope, const ChangeAt& change_at) {
  constexpr double kShortest = 1e-12;
  const double rounding = 16 * std::numeric_limits<double>::epsilon() * value;
  double length = 1;
  while (length > kShortest && change_at(length) > 1e-4 * length * slope + rounding) {
    length /= 2;
  }
  return length;
}

}  // namespace hogtie
