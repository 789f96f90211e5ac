#include "core/objectives/least_squares.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "core/error.h"
#include "core/numeric/semidefinite_solver.h"
#include "core/objectives/design.h"

namespace hogtie {

namespace {

Eigen::VectorXd uniform_weights(const Design& design) {
  return Eigen::VectorXd::Constant(design.rows().rows(),
                                   1.0 / static_cast<double>(design.rows().rows()));
}

// Minus the gradient of f.
Eigen::VectorXd descent(const Design& design, double l2, const Eigen::VectorXd& x) {
  const Eigen::VectorXd residual = design.labels() - design.rows() * x;
  return design.rows().transpose() * residual / static_cast<double>(residual.size()) - l2 * x;
}

// Newton's method, which needs one step; more take away the rounding of the factorisation.
template <class Solver>
Eigen::VectorXd refine(const Design& design, double l2, const Solver& solver) {
  constexpr int kSteps = 4;
  Eigen::VectorXd x = Eigen::VectorXd::Zero(design.rows().cols());
  for (int step = 0; step < kSteps; ++step) x += solver.solve(descent(design, l2, x));
  return x;
}

[[noreturn]] void fail_on_range(const std::string& path) {
  throw InputError(path +
                   ": squares of these values leave the range of a double; rescale the data");
}

Eigen::VectorXd solve_dense(const Design& design, double l2, const std::string& path) {
  Eigen::MatrixXd hessian = design.gram(uniform_weights(design));
  const auto squares = hessian.diagonal().array();
  if (!hessian.allFinite() || !(squares > 0).all()) fail_on_range(path);
  if (l2 == 0) return refine(design, l2, SemidefiniteSolver(hessian, design.gram_error()));
  hessian.diagonal().array() += l2;
  return refine(design, l2, Eigen::LDLT<Eigen::MatrixXd>(hessian));
}

Eigen::VectorXd solve_sparse(const Design& design, double l2, const std::string& path) {
  constexpr double kTolerance = 1e-14;
  constexpr Eigen::Index kIterations = 5000;
  constexpr int kRestarts = 3;
  constexpr double kRestartable = 1e-6;
  constexpr double kSatisfactory = 1e-11;
  const Eigen::Index rows = design.rows().rows();
  const Eigen::Index columns = design.rows().cols();
  const double root = std::sqrt(1.0 / static_cast<double>(rows));
  const DampedLeastSquares solver(design, Eigen::VectorXd::Constant(rows, root), l2);

  Eigen::VectorXd x = Eigen::VectorXd::Zero(columns);
  const double start = descent(design, l2, x).norm();
  double norm = start;
  // Restarts on what is left of the residual make up for the rounding of the recurrences, not for a
  // lack of iterations.
  for (int restart = 0; restart < kRestarts && norm > kTolerance * start; ++restart) {
    if (restart > 0 && norm > kRestartable * start) break;
    Eigen::VectorXd target(rows + columns);
    target.head(rows) = root * (design.labels() - design.rows() * x);
    target.tail(columns) = -std::sqrt(l2) * x;
    x += solver.solve(target, std::max(kTolerance * start / norm, kTolerance), kIterations);
    norm = descent(design, l2, x).norm();
  }
  if (!(norm <= kSatisfactory * start)) {
    throw InputError(path + ": the least-squares problem is too ill-conditioned to find x*; " +
                     (l2 > 0 ? "raise l2" : "use 'ridge', with l2 > 0"));
  }
  return x;
}

double least_eigenvalue(const Design& design) {
  if (!design.dense()) return 0;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(design.gram(uniform_weights(design)),
                                                              Eigen::EigenvaluesOnly);
  const Eigen::VectorXd& values = solver.eigenvalues();
  return std::max(0.0, values.minCoeff() - design.gram_error() * values.maxCoeff());
}

}  // namespace

LeastSquares::LeastSquares(Dataset data, double l2) : EmpiricalRisk(std::move(data), l2) {}

void LeastSquares::mean_gradient(std::span<const double> x, std::span<double> gradient) const {
  average_gradient(x, gradient, slope);
}

double LeastSquares::value(std::span<const double> x) const {
  return average(x, [](double prediction, double label) {
    return (prediction - label) * (prediction - label) / 2;
  });
}

const std::vector<double>* LeastSquares::optimum() const {
  return &optimum_.get([this] {
    const Design design(data());
    const std::string& path = data().path;
    const Eigen::VectorXd x =
        design.dense() ? solve_dense(design, l2(), path) : solve_sparse(design, l2(), path);
    if (!x.allFinite()) fail_on_range(path);
    return design.expand(x);
  });
}

std::optional<Constants> LeastSquares::constants(double radius) const {
  const Derived& derived = derived_.get([this] {
    return Derived{.strong_convexity = least_eigenvalue(Design(data())) + l2(),
                   .moment_at_optimum = second_moment(*optimum(), slope),
                   .lipschitz = lipschitz_moments(1)};
  });
  return bound(derived.strong_convexity, derived.moment_at_optimum, derived.lipschitz, radius);
}

}  // namespace hogtie
