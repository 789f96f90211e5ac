#include "core/numeric/semidefinite_solver.h"

namespace hogtie {

SemidefiniteSolver::SemidefiniteSolver(const Eigen::MatrixXd& h, double tolerance)
    : scale_(h.diagonal().cwiseSqrt().cwiseInverse()) {
  decomposition_.setThreshold(tolerance);
  decomposition_.compute(scale_.asDiagonal() * h * scale_.asDiagonal());
  const Eigen::Index size = h.rows();
  const Eigen::Index defect = size - rank();
  if (defect > 0) {
    // The scaled matrix times the permutation P is Q [T 0; 0 0] Z, so P Z^T maps the last unit
    // vectors to its kernel, and the scaling takes that to the kernel of H.
    const Eigen::MatrixXd z = decomposition_.matrixZ();
    const Eigen::MatrixXd basis =
        scale_.asDiagonal() * (decomposition_.colsPermutation() * z.transpose().rightCols(defect));
    kernel_ = Eigen::HouseholderQR<Eigen::MatrixXd>(basis).householderQ() *
              Eigen::MatrixXd::Identity(size, defect);
  }
}

Eigen::VectorXd SemidefiniteSolver::solve(const Eigen::VectorXd& y) const {
  Eigen::VectorXd x = scale_.cwiseProduct(decomposition_.solve(scale_.cwiseProduct(y)));
  if (kernel_.cols() > 0) x -= kernel_ * (kernel_.transpose() * x);
  return x;
}

}  // namespace hogtie
