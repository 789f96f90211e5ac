#include "core/objectives/huber.h"

#include <utility>

#include "core/objectives/huber_newton.h"

namespace hogtie {

Huber::Huber(Dataset data, double l2, double delta)
    : EmpiricalRisk(std::move(data), l2), slope_{delta} {}

void Huber::mean_gradient(std::span<const double> x, std::span<double> gradient) const {
  average_gradient(x, gradient, slope_);
}

double Huber::value(std::span<const double> x) const {
  return average(x, [this](double prediction, double label) {
    return huber_loss(prediction - label, delta());
  });
}

const std::vector<double>* Huber::optimum() const {
  return &optimum_.get([this] { return minimise_huber(data(), l2(), delta()); });
}

std::optional<Constants> Huber::constants(double radius) const {
  const Derived& derived = derived_.get([this] {
    return Derived{.moment_at_optimum = second_moment(*optimum(), slope_),
                   .lipschitz = lipschitz_moments(1)};
  });
  return bound(l2(), derived.moment_at_optimum, derived.lipschitz, radius);
}

}  // namespace hogtie
