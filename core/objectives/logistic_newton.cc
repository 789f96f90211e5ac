#include "core/objectives/logistic_newton.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/error.h"
#include "core/numeric/semidefinite_solver.h"
#include "core/objectives/design.h"

namespace hogtie {
namespace {

// f near a point: margins are b_i a_i . x.
class Problem {
 public:
  Problem(const Dataset& data, double l2)
      : design_(data), l2_(l2), count_(static_cast<double>(data.rows())) {}

  Eigen::Index columns() const { return design_.rows().cols(); }

  double mean_row_norm() const {
    double sum = 0;
    for (Eigen::Index i = 0; i < design_.rows().rows(); ++i) sum += design_.rows().row(i).norm();
    return sum / count_;
  }

  // Whether the entries of a column have one sign in the rows labelled 1 and the other in the rest.
  bool column_separates() const {
    const Design::SparseMatrix& a = design_.rows();
    std::vector<char> rises(static_cast<std::size_t>(a.cols()), 0);
    std::vector<char> falls(static_cast<std::size_t>(a.cols()), 0);
    for (Eigen::Index i = 0; i < a.rows(); ++i) {
      for (Design::SparseMatrix::InnerIterator entry(a, i); entry; ++entry) {
        const bool up = design_.labels()[i] * entry.value() > 0;
        (up ? rises : falls)[static_cast<std::size_t>(entry.col())] = 1;
      }
    }
    return rises != falls;
  }

  Eigen::VectorXd margins(const Eigen::VectorXd& x) const {
    return design_.labels().cwiseProduct(design_.rows() * x);
  }

  double value(const Eigen::VectorXd& margins, const Eigen::VectorXd& x) const {
    return margins.unaryExpr(&logistic_loss).sum() / count_ + l2_ / 2 * x.squaredNorm();
  }

  // The probability, under the model, of the label that a row does not have.
  static Eigen::VectorXd doubts(const Eigen::VectorXd& margins) {
    return (1 + margins.array().exp()).inverse();
  }

  Eigen::VectorXd gradient(const Eigen::VectorXd& doubts, const Eigen::VectorXd& x) const {
    const Eigen::VectorXd slopes = -design_.labels().cwiseProduct(doubts);
    return design_.rows().transpose() * slopes / count_ + l2_ * x;
  }

  // An approximate solution p of H p = -gradient.
  Eigen::VectorXd newton_step(const Eigen::VectorXd& margins, const Eigen::VectorXd& x,
                              const Eigen::VectorXd& gradient) const {
    // The floor keeps the target below finite. It leaves a positive definite matrix, so a direction
    // of descent.
    constexpr double kFloor = 1e-30;
    const Eigen::VectorXd doubt = doubts(margins);
    const Eigen::VectorXd weights = doubt.cwiseProduct(doubts(-margins)).cwiseMax(kFloor) / count_;
    if (!design_.dense()) {
      // The normal equations of min ||diag(sqrt(w)) A p - target||^2 are those of Newton's step.
      const Eigen::VectorXd scale = weights.cwiseSqrt();
      Eigen::VectorXd target(weights.size() + columns());
      target.head(weights.size()) =
          design_.labels().cwiseProduct(doubt).cwiseQuotient(scale) / count_;
      target.tail(columns()) = -std::sqrt(l2_) * x;
      constexpr Eigen::Index kIterations = 500;
      return DampedLeastSquares(design_, scale, l2_)
          .solve(target, std::clamp(gradient.norm(), 1e-8, 0.1), kIterations);
    }
    Eigen::MatrixXd hessian = design_.gram(weights);
    if (l2_ == 0) return SemidefiniteSolver(hessian, design_.gram_error()).solve(-gradient);
    hessian.diagonal().array() += l2_;
    return Eigen::LDLT<Eigen::MatrixXd>(hessian).solve(-gradient);
  }

 private:
  Design design_;
  double l2_;
  double count_;
};

// Whether the loss falls forever along a direction, in which the margins change by `change`.
bool recedes(const Eigen::VectorXd& change) {
  const double most = change.maxCoeff();
  return most > 0 && change.minCoeff() >= -1e-9 * most;
}

[[noreturn]] void fail_as_separable(const std::string& path) {
  throw InputError(path +
                   ": the labels are separable, at least in part, so without regularisation the "
                   "logistic loss has no minimum; set l2 > 0");
}

}  // namespace

double logistic_loss(double margin) {
  return margin > 0 ? std::log1p(std::exp(-margin)) : std::log1p(std::exp(margin)) - margin;
}

std::vector<double> minimise_logistic(const Dataset& data, double l2) {
  constexpr int kSteps = 100;
  constexpr double kSmallStep = 1e-6;
  const Problem problem(data, l2);
  const double tolerance = 1e-12 * std::max(1.0, problem.mean_row_norm());

  // A cheap test, which most sparse data fail; conjugate gradients would be long in finding out.
  if (l2 == 0 && problem.column_separates()) fail_as_separable(data.path);

  Eigen::VectorXd x = Eigen::VectorXd::Zero(problem.columns());
  Eigen::VectorXd margins = problem.margins(x);
  for (int step = 0; step < kSteps; ++step) {
    const Eigen::VectorXd gradient = problem.gradient(Problem::doubts(margins), x);
    const Eigen::VectorXd direction = problem.newton_step(margins, x, gradient);
    // Where there is no minimiser the gradient vanishes too, far out, but the steps do not.
    if (gradient.norm() <= tolerance && direction.norm() <= kSmallStep * (1 + x.norm())) {
      return Design(data).expand(x);
    }
    const Eigen::VectorXd change = problem.margins(direction);
    if (l2 == 0 && (margins.minCoeff() > 0 || recedes(change))) fail_as_separable(data.path);
    // Halve the step until the decrease is a fair part of what the slope promises (Armijo), or is
    // lost in rounding.
    const double value = problem.value(margins, x);
    const double slope = gradient.dot(direction);
    const double rounding = 16 * std::numeric_limits<double>::epsilon() * value;
    double length = 1;
    constexpr double kShortest = 1e-12;
    while (length > kShortest && problem.value(margins + length * change, x + length * direction) >
                                     value + 1e-4 * length * slope + rounding) {
      length /= 2;
    }
    x += length * direction;
    margins = problem.margins(x);
  }
  throw InputError(data.path + ": no minimum of the logistic loss found in " +
                   std::to_string(kSteps) + " Newton steps; raise l2");
}

}  // namespace hogtie
