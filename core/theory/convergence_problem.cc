#include "core/theory/convergence_problem.h"

#include <cmath>

#include "core/theory/premise.h"

namespace hogtie {

void require_premises(const ConvergenceProblem& problem) {
  const auto positive = [](double value, const char* premise, const char* name) {
    require_premise(value > 0 && std::isfinite(value), premise, {{name, value}});
  };
  positive(problem.strong_convexity, "c > 0 and finite", "c");
  positive(problem.lipschitz, "L > 0 and finite", "L");
  positive(problem.second_moment, "M^2 > 0 and finite", "M^2");
  positive(problem.epsilon, "epsilon > 0 and finite", "epsilon");
  const double distance = problem.initial_distance;
  require_premise(distance >= 0 && std::isfinite(distance), "||x_0 - x*|| >= 0 and finite",
                  {{"||x_0 - x*||", distance}});
}

void require_premises(const Asynchrony& asynchrony) {
  require_premise(asynchrony.workers >= 1, "n >= 1");
  require_premise(asynchrony.dimension >= 1, "d >= 1");
}

double epsilon_within_loss(double loss, double minimum, double lipschitz) {
  return 2 * (loss - minimum) / lipschitz;
}

double epsilon_within_gradient_norm(double norm, double lipschitz) {
  return norm / lipschitz * (norm / lipschitz);
}

}  // namespace hogtie
