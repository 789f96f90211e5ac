#include "core/objectives/hinge.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/objectives/hinge_dual.h"
#include "core/objectives/sign_labels.h"

namespace hogtie {

Hinge::Hinge(Dataset data, double l2) : EmpiricalRisk(with_sign_labels(std::move(data)), l2) {}

void Hinge::mean_gradient(std::span<const double> x, std::span<double> gradient) const {
  average_gradient(x, gradient, slope);
}

double Hinge::value(std::span<const double> x) const {
  return average(x, [](double t, double label) { return std::max(0.0, 1 - label * t); });
}

const std::vector<double>* Hinge::optimum() const {
  return &optimum_.get([this] { return minimise_hinge(data(), l2()); });
}

std::optional<Constants> Hinge::constants(double radius) const {
  double squares = 0;
  for (const double value : data().values) squares += value * value;
  double norm = 0;
  for (const double component : *optimum()) norm += component * component;
  const double root = std::sqrt(squares / static_cast<double>(data().rows())) +
                      std::sqrt(lipschitz_moments(0).mean_square) * (std::sqrt(norm) + radius);
  return Constants{.strong_convexity = l2(),
                   .lipschitz = std::nullopt,
                   .second_moment = root * root,
                   .radius = radius};
}

}  // namespace hogtie
