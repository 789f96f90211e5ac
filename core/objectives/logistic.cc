#include "core/objectives/logistic.h"

#include <utility>

#include "core/objectives/logistic_newton.h"
#include "core/objectives/sign_labels.h"

namespace hogtie {

Logistic::Logistic(Dataset data, double l2)
    : EmpiricalRisk(with_sign_labels(std::move(data)), l2) {}

void Logistic::mean_gradient(std::span<const double> x, std::span<double> gradient) const {
  average_gradient_of(x, gradient,
                      [this](std::span<double> t) { logistic_slopes(t, data().labels); });
}

double Logistic::value(std::span<const double> x) const {
  return average(x, [](double t, double label) { return logistic_loss(label * t); });
}

const std::vector<double>* Logistic::optimum() const {
  return &optimum_.get([this] { return minimise_logistic(data(), l2()); });
}

std::optional<Constants> Logistic::constants(double radius) const {
  const Derived& derived = derived_.get([this] {
    return Derived{.moment_at_optimum = second_moment(*optimum(), slope),
                   .lipschitz = lipschitz_moments(kCurvature)};
  });
  return bound(l2(), derived.moment_at_optimum, derived.lipschitz, radius);
}

}  // namespace hogtie
