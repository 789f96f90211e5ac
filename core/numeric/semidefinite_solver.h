#pragma once

#include <Eigen/Core>
#include <Eigen/QR>

namespace hogtie {

/// Solves H x = y for a dense symmetric positive semi-definite H with a positive diagonal and y in
/// its range. Of several solutions it takes the one of least norm.
///
/// H is scaled to a diagonal of ones, so that the units of the coordinates do not matter for its
/// rank, and factored by a rank-revealing complete orthogonal decomposition.
class SemidefiniteSolver {
 public:
  /// `tolerance`: relative error of the entries of H, below which a pivot counts as 0.
  SemidefiniteSolver(const Eigen::MatrixXd& h, double tolerance);

  Eigen::Index rank() const { return decomposition_.rank(); }
  Eigen::VectorXd solve(const Eigen::VectorXd& y) const;

 private:
  Eigen::VectorXd scale_;  // 1 / sqrt(H_jj)
  Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> decomposition_;
  Eigen::MatrixXd kernel_;  // orthonormal columns that H maps to 0
};

}  // namespace hogtie
