#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "core/objectives/finite_sum.h"
#include "core/objectives/row_products.h"
#include "core/random/coins.h"

namespace hogtie {

/// What the objectives over data have in common. With m rows a_i and labels b_i,
///   f(x) = 1/m sum_i loss(a_i . x, b_i) + l2/2 ||x||^2,
/// and a sample is a row, drawn uniformly, whose support is the row's non-zeros.
///
/// The stochastic gradient touches the support alone, so the regularisation is shared out among the
/// rows where a coordinate occurs:
///   g_i(x)_j = loss'(a_i . x, b_i) a_ij + (l2 / p_j) x_j   for j in the support of row i,
/// where p_j is the fraction of rows in which j is non-zero, so that E g(x) is the gradient of f
/// (shared_penalty). Coordinates that occur in no
/// row carry no regularisation, here and in f; no gradient moves them and x*_j = 0. What is said of
/// f, such as strong convexity, is said on the coordinates that occur. A row without non-zeros has
/// an empty support.
class EmpiricalRisk : public FiniteSum {
 public:
  std::size_t dimension() const override { return data_.features; }
  /// Non-zeros of the fullest row.
  std::size_t support_max() const override { return support_max_; }
  const DataOrigin* data_origin() const override { return &data_; }
  Sample draw(Coins& coins) const override {
    const bool foreseen = coins.rewound();
    const std::size_t row = coins.index(data_.rows());
    if (!foreseen) data_.prefetch(row, typical_support_);
    return sample(row);
  }
  void prefetch_sample(Coins& coins) const override {
    const bool first = !coins.rewound();
    const std::size_t row = coins.index(data_.rows());
    if (first) {
      data_.prefetch_place(row);
    } else {
      data_.prefetch(row, typical_support_);
    }
    coins.rewind();
  }
  std::size_t samples() const override { return data_.rows(); }
  /// That of a row.
  Sample sample(std::size_t row) const override { return {row, data_.row(row).indices}; }

  const Dataset& data() const { return data_; }
  double l2() const { return l2_; }

  /// Derivative of the loss in the prediction a_i . x.
  virtual double loss_slope(double prediction, double label) const = 0;
  /// The same of a sample's loss at a view; its gradient is that times a_i.
  double slope_at(const Sample& sample, std::span<const double> view) const {
    const Row row = data_.row(sample.index);
    return loss_slope(product(row, view), row.label);
  }
  /// In one pass over the row.
  void gradient_difference(const Sample& sample, std::span<const double> view,
                           std::span<const double> x, std::span<double> difference,
                           std::span<double> scratch) const override;

  /// l2/2 ||x||^2, over the coordinates that occur.
  double penalty(std::span<const double> x) const;

 protected:
  /// `data` has at least one row and one non-zero; `l2` >= 0.
  EmpiricalRisk(Dataset data, double l2);

  /// The stochastic gradient, where `slope` is the derivative of the loss in its first argument.
  template <class Slope>
  void fill_gradient(const Sample& sample, std::span<const double> view, std::span<double> gradient,
                     Slope slope) const {
    const Row row = data_.row(sample.index);
    const double factor = slope(product(row, view), row.label);
    for (std::size_t k = 0; k < row.values.size(); ++k) {
      gradient[k] = factor * row.values[k] + l2_weights_[row.indices[k]] * view[k];
    }
  }

  /// f(x), where `loss` maps a_i . x and b_i to a loss.
  template <class Loss>
  double average(std::span<const double> x, Loss loss) const {
    const std::vector<double> predictions = row_products(data_, x);
    double sum = 0;
    for (std::size_t i = 0; i < data_.rows(); ++i) sum += loss(predictions[i], data_.labels[i]);
    return sum / static_cast<double>(data_.rows()) + penalty(x);
  }

  /// E g(x), the gradient of f, in all coordinates.
  template <class Slope>
  void average_gradient(std::span<const double> x, std::span<double> gradient, Slope slope) const {
    average_gradient_of(x, gradient, [&](std::span<double> predictions) {
      for (std::size_t i = 0; i < predictions.size(); ++i) {
        predictions[i] = slope(predictions[i], data_.labels[i]);
      }
    });
  }

  /// The same, where `slopes` puts those of all rows in the place of their predictions.
  template <class Slopes>
  void average_gradient_of(std::span<const double> x, std::span<double> gradient,
                           Slopes slopes) const {
    for (std::size_t j = 0; j < gradient.size(); ++j) {
      gradient[j] = l2_weights_[j] > 0 ? l2_ * x[j] : 0;
    }
    std::vector<double> factors = row_products(data_, x);
    slopes(std::span(factors));
    const double share = 1 / static_cast<double>(data_.rows());
    for (double& factor : factors) factor *= share;
    add_rows(data_, factors, gradient);
  }

  /// E||g(x)||^2, exactly but for rounding.
  template <class Slope>
  double second_moment(std::span<const double> x, Slope slope) const {
    std::vector<double> view(support_max_);
    std::vector<double> gradient(support_max_);
    double sum = 0;
    for (std::size_t i = 0; i < data_.rows(); ++i) {
      const auto indices = data_.row(i).indices;
      for (std::size_t k = 0; k < indices.size(); ++k) view[k] = x[indices[k]];
      fill_gradient(sample(i), view, gradient, slope);
      for (std::size_t k = 0; k < indices.size(); ++k) sum += gradient[k] * gradient[k];
    }
    return sum / static_cast<double>(data_.rows());
  }

  /// Lipschitz constant of g_i is at most L_i = curvature ||a_i||^2 + max_{j in row i} l2/p_j when
  /// the second derivative of the loss is at most `curvature`: the Jacobian of g_i is a diagonal
  /// matrix plus one of rank one with these norms.
  struct LipschitzMoments {
    double mean = 0;         ///< E L_i
    double mean_square = 0;  ///< E L_i^2
    double maximum = 0;      ///< max_i L_i
  };
  LipschitzMoments lipschitz_moments(double curvature) const;

  /// L and M^2 from E||g(x*)||^2 and the moments of L_i. By Minkowski's inequality, for
  /// ||x - x*|| <= R: sqrt(E||g(x)||^2) <= sqrt(E||g(x*)||^2) + sqrt(E L_i^2) R.
  static Constants bound(double strong_convexity, double moment_at_optimum,
                         const LipschitzMoments& lipschitz, double radius);

 private:
  static double product(const Row& row, std::span<const double> view) {
    double sum = 0;
    for (std::size_t k = 0; k < row.values.size(); ++k) sum += row.values[k] * view[k];
    return sum;
  }

  Dataset data_;
  double l2_;
  std::size_t support_max_ = 0;
  std::size_t typical_support_;     // non-zeros of a row, in the mean
  std::vector<double> l2_weights_;  // l2 / p_j, or 0 where j occurs in no row
};

}  // namespace hogtie
