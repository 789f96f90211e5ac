#include "core/objectives/design.h"

#include <Eigen/IterativeLinearSolvers>
#include <algorithm>
#include <cmath>
#include <limits>

namespace hogtie {
namespace {

template <class Preconditioner>
Eigen::VectorXd solve_iteratively(const Design::SparseMatrix& matrix, const Eigen::VectorXd& target,
                                  double tolerance, Eigen::Index iterations) {
  Eigen::LeastSquaresConjugateGradient<Design::SparseMatrix, Preconditioner> solver;
  solver.setTolerance(tolerance);
  solver.setMaxIterations(iterations);
  solver.compute(matrix);
  return solver.solve(target);
}

}  // namespace

Design::Design(const Dataset& data)
    : labels_(Eigen::Map<const Eigen::VectorXd>(data.labels.data(),
                                                static_cast<Eigen::Index>(data.labels.size()))),
      features_(data.features) {
  std::vector<Eigen::Index> column(data.features, -1);
  for (const std::uint32_t j : data.indices) column[j] = 0;
  for (std::uint32_t j = 0; j < data.features; ++j) {
    if (column[j] < 0) continue;
    column[j] = static_cast<Eigen::Index>(coordinates_.size());
    coordinates_.push_back(j);
  }
  rows_.resize(labels_.size(), static_cast<Eigen::Index>(coordinates_.size()));
  rows_.reserve(static_cast<Eigen::Index>(data.values.size()));
  for (std::size_t i = 0; i < data.rows(); ++i) {
    rows_.startVec(static_cast<Eigen::Index>(i));
    const Row row = data.row(i);
    for (std::size_t k = 0; k < row.values.size(); ++k) {
      rows_.insertBack(static_cast<Eigen::Index>(i), column[row.indices[k]]) = row.values[k];
    }
  }
  rows_.finalize();
}

Eigen::MatrixXd Design::gram(const Eigen::VectorXd& weights) const {
  Eigen::MatrixXd lower = Eigen::MatrixXd::Zero(rows_.cols(), rows_.cols());
  for (Eigen::Index i = 0; i < rows_.rows(); ++i) {
    for (SparseMatrix::InnerIterator right(rows_, i); right; ++right) {
      const double factor = weights[i] * right.value();
      for (SparseMatrix::InnerIterator left = right; left; ++left) {
        lower(left.col(), right.col()) += factor * left.value();
      }
    }
  }
  return lower.selfadjointView<Eigen::Lower>();
}

double Design::gram_error() const {
  return static_cast<double>(std::max(rows_.rows(), rows_.cols())) *
         std::numeric_limits<double>::epsilon();
}

std::vector<double> Design::expand(const Eigen::VectorXd& x) const {
  std::vector<double> full(features_, 0.0);
  for (std::size_t k = 0; k < coordinates_.size(); ++k) {
    full[coordinates_[k]] = x[static_cast<Eigen::Index>(k)];
  }
  return full;
}

DampedLeastSquares::DampedLeastSquares(const Design& design, const Eigen::VectorXd& scale,
                                       double damping)
    : damped_(damping > 0) {
  const Design::SparseMatrix& a = design.rows();
  stacked_.resize(a.rows() + a.cols(), a.cols());
  stacked_.reserve(a.nonZeros() + (damped_ ? a.cols() : 0));
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    stacked_.startVec(i);
    for (Design::SparseMatrix::InnerIterator entry(a, i); entry; ++entry) {
      stacked_.insertBack(i, entry.col()) = scale[i] * entry.value();
    }
  }
  for (Eigen::Index j = 0; j < a.cols(); ++j) {
    stacked_.startVec(a.rows() + j);
    if (damped_) stacked_.insertBack(a.rows() + j, j) = std::sqrt(damping);
  }
  stacked_.finalize();
}

Eigen::VectorXd DampedLeastSquares::solve(const Eigen::VectorXd& target, double tolerance,
                                          Eigen::Index iterations) const {
  const double start = (stacked_.transpose() * target).norm();
  if (start == 0) return Eigen::VectorXd::Zero(stacked_.cols());
  const double rounding =
      4 * std::numeric_limits<double>::epsilon() * stacked_.norm() * target.norm() / start;
  const double reachable = std::max(tolerance, rounding);
  if (damped_) {
    return solve_iteratively<Eigen::LeastSquareDiagonalPreconditioner<double>>(
        stacked_, target, reachable, iterations);
  }
  // A preconditioner would change which of several solutions is found.
  return solve_iteratively<Eigen::IdentityPreconditioner>(stacked_, target, reachable, iterations);
}

}  // namespace hogtie
