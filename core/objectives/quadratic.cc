#include "core/objectives/quadratic.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace hogtie {

Quadratic::Quadratic(std::vector<double> curvature, double noise)
    : curvature_(std::move(curvature)),
      noise_(noise),
      coordinates_(curvature_.size()),
      optimum_(curvature_.size(), 0.0) {
  std::iota(coordinates_.begin(), coordinates_.end(), std::uint32_t{0});
}

void Quadratic::add_noise(Coins& coins, std::span<double> gradient) const {
  for (double& component : gradient) component -= noise_ * coins.gaussian();
}

void Quadratic::mean_gradient(std::span<const double> x, std::span<double> gradient) const {
  for (std::size_t j = 0; j < curvature_.size(); ++j) gradient[j] = curvature_[j] * x[j];
}

double Quadratic::value(std::span<const double> x) const {
  double sum = 0;
  for (std::size_t j = 0; j < curvature_.size(); ++j) sum += curvature_[j] * x[j] * x[j];
  return sum / 2;
}

std::optional<Constants> Quadratic::constants(double radius) const {
  const auto [least, largest] = std::minmax_element(curvature_.begin(), curvature_.end());
  const double steepest = *largest * radius;
  const double variance = static_cast<double>(dimension()) * noise_ * noise_;
  return Constants{.strong_convexity = *least,
                   .lipschitz = *largest,
                   .second_moment = steepest * steepest + variance,
                   .radius = radius};
}

}  // namespace hogtie
