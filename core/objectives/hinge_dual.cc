#include "core/objectives/hinge_dual.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>

#include "core/error.h"
#include "core/random/bit_stream.h"

namespace hogtie {
namespace {

/// In units of l2: min_w 1/2 ||w||^2 + C sum_i max(0, 1 - b_i a_i . w) with C = 1/(l2 m), whose
/// dual has a variable 0 <= alpha_i <= C a row, and w = sum_i alpha_i b_i a_i.
class Dual {
 public:
  Dual(const Dataset& data, double l2)
      : data_(data),
        most_(1 / (l2 * static_cast<double>(data.rows()))),
        alpha_(data.rows(), 0.0),
        squares_(data.rows(), 0.0),
        order_(data.rows()),
        w_(data.features, 0.0) {
    for (std::size_t i = 0; i < data.rows(); ++i) {
      for (const double value : data.row(i).values) squares_[i] += value * value;
    }
    std::iota(order_.begin(), order_.end(), 0U);
  }

  const std::vector<double>& w() const { return w_; }

  /// Minimises over each variable in turn.
  void pass() {
    for (auto k = static_cast<std::uint32_t>(order_.size()); k > 1; --k) {
      std::swap(order_[k - 1], order_[random_.index(k)]);
    }
    for (const std::uint32_t i : order_) {
      if (squares_[i] == 0) continue;
      const double before = alpha_[i];
      alpha_[i] = std::clamp(before + (1 - margin(i)) / squares_[i], 0.0, most_);
      add(i, alpha_[i] - before);
    }
  }

  /// How far the primal and the dual objective are apart, summed row by row, in which nothing
  /// cancels: each part is at least 0. Takes the rounding of updates out of w first.
  double gap() {
    std::fill(w_.begin(), w_.end(), 0.0);
    for (std::size_t i = 0; i < data_.rows(); ++i) add(i, alpha_[i]);
    double sum = 0;
    for (std::size_t i = 0; i < data_.rows(); ++i) {
      if (squares_[i] == 0) continue;
      const double missing = 1 - margin(i);
      sum += missing > 0 ? (most_ - alpha_[i]) * missing : -alpha_[i] * missing;
    }
    return sum;
  }

 private:
  double margin(std::size_t i) const {
    const Row row = data_.row(i);
    double sum = 0;
    for (std::size_t k = 0; k < row.values.size(); ++k) sum += row.values[k] * w_[row.indices[k]];
    return row.label * sum;
  }

  void add(std::size_t i, double change) {
    const Row row = data_.row(i);
    const double factor = change * row.label;
    for (std::size_t k = 0; k < row.values.size(); ++k) {
      w_[row.indices[k]] += factor * row.values[k];
    }
  }

  const Dataset& data_;
  double most_;  // C
  std::vector<double> alpha_;
  std::vector<double> squares_;  // ||a_i||^2
  std::vector<std::uint32_t> order_;
  std::vector<double> w_;
  BitStream random_{0, kOptimumDomain};
};

}  // namespace

std::vector<double> minimise_hinge(const Dataset& data, double l2) {
  constexpr int kPasses = 20000;
  constexpr int kPassesBetweenLooks = 10;
  constexpr double kPrecision = 1e-6;
  Dual dual(data, l2);
  for (int pass = 1; pass <= kPasses; ++pass) {
    dual.pass();
    if (pass % kPassesBetweenLooks != 0) continue;
    // The primal is strongly convex with parameter 1: ||w - w*||^2 <= 2 gap.
    const double gap = dual.gap();
    const double norm = std::inner_product(dual.w().begin(), dual.w().end(), dual.w().begin(), 0.0);
    if (2 * gap <= kPrecision * kPrecision * std::max(1.0, norm)) return dual.w();
  }
  throw InputError(data.path + ": no minimum of the hinge loss found in " +
                   std::to_string(kPasses) + " passes of dual coordinate descent; raise l2");
}

}  // namespace hogtie
