#include "core/objectives/empirical_risk.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/data/huge_pages.h"
#include "core/objectives/shared_penalty.h"

namespace hogtie {

EmpiricalRisk::EmpiricalRisk(Dataset data, double l2)
    : data_(std::move(data)),
      l2_(l2),
      typical_support_(data_.values.size() / data_.rows()),
      l2_weights_(shared_penalty(data_.indices, data_.features, data_.rows(), l2)) {
  for (std::size_t i = 0; i < data_.rows(); ++i) {
    support_max_ = std::max(support_max_, data_.row(i).indices.size());
  }
  move_to_huge_pages(data_);
}

void EmpiricalRisk::gradient_difference(const Sample& sample, std::span<const double> view,
                                        std::span<const double> x, std::span<double> difference,
                                        std::span<double>) const {
  const Row row = data_.row(sample.index);
  double prediction = 0;
  double prediction_of_x = 0;
  for (std::size_t k = 0; k < row.values.size(); ++k) {
    prediction += row.values[k] * view[k];
    prediction_of_x += row.values[k] * x[row.indices[k]];
  }
  const double factor = loss_slope(prediction, row.label) - loss_slope(prediction_of_x, row.label);
  for (std::size_t k = 0; k < row.values.size(); ++k) {
    const std::uint32_t j = row.indices[k];
    difference[k] = factor * row.values[k] + l2_weights_[j] * (view[k] - x[j]);
  }
}

double EmpiricalRisk::penalty(std::span<const double> x) const {
  if (l2_ == 0) return 0;
  double sum = 0;
  for (std::size_t j = 0; j < x.size(); ++j) {
    if (l2_weights_[j] > 0) sum += x[j] * x[j];
  }
  return l2_ / 2 * sum;
}

EmpiricalRisk::LipschitzMoments EmpiricalRisk::lipschitz_moments(double curvature) const {
  LipschitzMoments moments;
  for (std::size_t i = 0; i < data_.rows(); ++i) {
    const Row row = data_.row(i);
    double norm = 0;
    double weight = 0;
    for (std::size_t k = 0; k < row.values.size(); ++k) {
      norm += row.values[k] * row.values[k];
      weight = std::max(weight, l2_weights_[row.indices[k]]);
    }
    const double lipschitz = curvature * norm + weight;
    moments.mean += lipschitz;
    moments.mean_square += lipschitz * lipschitz;
    moments.maximum = std::max(moments.maximum, lipschitz);
  }
  moments.mean /= static_cast<double>(data_.rows());
  moments.mean_square /= static_cast<double>(data_.rows());
  return moments;
}

Constants EmpiricalRisk::bound(double strong_convexity, double moment_at_optimum,
                               const LipschitzMoments& lipschitz, double radius) {
  const double root = std::sqrt(moment_at_optimum) + radius * std::sqrt(lipschitz.mean_square);
  return {.strong_convexity = strong_convexity,
          .lipschitz = lipschitz.mean,
          .second_moment = root * root,
          .radius = radius};
}

}  // namespace hogtie
