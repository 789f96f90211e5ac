#include "core/objectives/logistic_newton.h"

#include <algorithm>
#include <string>

#include "core/error.h"
#include "core/objectives/design.h"
#include "core/objectives/logistic_loss.h"
#include "core/objectives/newton.h"

namespace hogtie {
namespace {

// f near a point: margins are b_i a_i . x.
class LogisticProblem {
 public:
  LogisticProblem(const Dataset& data, double l2)
      : design_(data), l2_(l2), count_(static_cast<double>(data.rows())) {}

  const Design& design() const { return design_; }
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

  // Derivatives of the loss at each row, in a_i . x.
  Eigen::VectorXd slopes(const Eigen::VectorXd& margins) const {
    return -design_.labels().cwiseProduct(doubts(margins));
  }

  // The same. The floor keeps Newton's step a direction of descent.
  static Eigen::VectorXd curvatures(const Eigen::VectorXd& margins) {
    constexpr double kFloor = 1e-30;
    return doubts(margins).cwiseProduct(doubts(-margins)).cwiseMax(kFloor);
  }

  Eigen::VectorXd gradient(const Eigen::VectorXd& slopes, const Eigen::VectorXd& x) const {
    return design_.rows().transpose() * slopes / count_ + l2_ * x;
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

std::vector<double> minimise_logistic(const Dataset& data, double l2) {
  constexpr int kSteps = 100;
  constexpr double kSmallStep = 1e-6;
  const LogisticProblem problem(data, l2);
  const double tolerance = 1e-12 * std::max(1.0, problem.mean_row_norm());

  // A cheap test, which most sparse data fail; conjugate gradients would be long in finding out.
  if (l2 == 0 && problem.column_separates()) fail_as_separable(data.path);

  Eigen::VectorXd x = Eigen::VectorXd::Zero(problem.columns());
  Eigen::VectorXd margins = problem.margins(x);
  for (int step = 0; step < kSteps; ++step) {
    const Eigen::VectorXd slopes = problem.slopes(margins);
    const Eigen::VectorXd gradient = problem.gradient(slopes, x);
    const Eigen::VectorXd direction = newton_step(problem.design(), l2, x, gradient, slopes,
                                                  LogisticProblem::curvatures(margins));
    // Where there is no minimiser the gradient vanishes too, far out, but the steps do not.
    if (gradient.norm() <= tolerance && direction.norm() <= kSmallStep * (1 + x.norm())) {
      return Design(data).expand(x);
    }
    const Eigen::VectorXd change = problem.margins(direction);
    if (l2 == 0 && (margins.minCoeff() > 0 || recedes(change))) fail_as_separable(data.path);
    const double value = problem.value(margins, x);
    const auto change_at = [&](double length) {
      return problem.value(margins + length * change, x + length * direction) - value;
    };
    const double length = armijo_length(value, gradient.dot(direction), change_at);
    x += length * direction;
    margins = problem.margins(x);
  }
  throw InputError(data.path + ": no minimum of the logistic loss found in " +
                   std::to_string(kSteps) + " Newton steps; raise l2");
}

}  // namespace hogtie
