#include "core/objectives/newton.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "core/numeric/semidefinite_solver.h"

namespace hogtie {

Eigen::VectorXd newton_step(const Design& design, double l2, const Eigen::VectorXd& x,
                            const Eigen::VectorXd& gradient, const Eigen::VectorXd& slopes,
                            const Eigen::VectorXd& curvatures) {
  const auto count = static_cast<double>(curvatures.size());
  const Eigen::VectorXd weights = curvatures / count;
  if (!design.dense()) {
    // The normal equations of min ||diag(sqrt(w)) A p - target||^2 are those of Newton's step.
    const Eigen::VectorXd scale = weights.cwiseSqrt();
    Eigen::VectorXd target(weights.size() + x.size());
    target.head(weights.size()) = -slopes.cwiseQuotient(scale) / count;
    target.tail(x.size()) = -std::sqrt(l2) * x;
    constexpr Eigen::Index kIterations = 500;
    return DampedLeastSquares(design, scale, l2)
        .solve(target, std::clamp(gradient.norm(), 1e-8, 0.1), kIterations);
  }
  Eigen::MatrixXd hessian = design.gram(weights);
  if (l2 == 0) return SemidefiniteSolver(hessian, design.gram_error()).solve(-gradient);
  hessian.diagonal().array() += l2;
  return Eigen::LDLT<Eigen::MatrixXd>(hessian).solve(-gradient);
}

}  // namespace hogtie
