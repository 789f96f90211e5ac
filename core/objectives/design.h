#pragma once

#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/data/dataset.h"

namespace hogtie {

/// The matrix A of a data set with m rows, as Eigen takes it, without the columns that are zero.
class Design {
 public:
  using SparseMatrix = Eigen::SparseMatrix<double, Eigen::RowMajor, std::ptrdiff_t>;

  /// Up to so many columns the solvers work with dense matrices.
  static constexpr Eigen::Index kDenseColumns = 2000;

  explicit Design(const Dataset& data);

  const SparseMatrix& rows() const { return rows_; }
  const Eigen::VectorXd& labels() const { return labels_; }
  bool dense() const { return rows_.cols() <= kDenseColumns; }

  /// sum_i weights_i a_i a_i^T.
  Eigen::MatrixXd gram(const Eigen::VectorXd& weights) const;

  /// The largest relative error to expect of an entry of gram(), and of a factorisation of it.
  double gram_error() const;

  /// A point of the data set's space, with 0 in the columns left out.
  std::vector<double> expand(const Eigen::VectorXd& x) const;

 private:
  SparseMatrix rows_;
  Eigen::VectorXd labels_;
  std::vector<std::uint32_t> coordinates_;  // of each column
  std::size_t features_;
};

/// min_x ||diag(scale) A x - target||^2 + damping ||x||^2 by conjugate gradients on the normal
/// equations (Eigen's LeastSquaresConjugateGradient), from 0, until their residual is below
/// `tolerance` times that of x = 0, or as small as rounding lets it be, or for `iterations`. Where
/// damping = 0 and the solution is not unique, the one of least norm.
class DampedLeastSquares {
 public:
  DampedLeastSquares(const Design& design, const Eigen::VectorXd& scale, double damping);

  /// `target` has a row more for every column of A: the target of sqrt(damping) x.
  Eigen::VectorXd solve(const Eigen::VectorXd& target, double tolerance,
                        Eigen::Index iterations) const;

 private:
  Design::SparseMatrix stacked_;  // diag(scale) A above sqrt(damping) I
  bool damped_;
};

}  // namespace hogtie
