#include "core/objectives/convergence_problem.h"

#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/text/quote.h"
#include "core/theory/premise.h"

namespace hogtie {
namespace {

double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += (a[j] - b[j]) * (a[j] - b[j]);
  return std::sqrt(sum);
}

double epsilon_of(const proto::Success& success, const Objective& f, double lipschitz) {
  if (success.has_loss()) {
    return epsilon_within_loss(success.loss(), f.value(*f.optimum()), lipschitz);
  }
  if (success.has_gradient_norm()) {
    return epsilon_within_gradient_norm(success.gradient_norm(), lipschitz);
  }
  return success.epsilon();
}

}  // namespace

ConvergenceProblem convergence_problem(const proto::Experiment& experiment, const Objective& f) {
  const std::string name = "objective " + quote(experiment.objective().name());
  const std::optional<Constants> constants = constants_of(experiment.objective(), f);
  require_premise(constants.has_value(), (name + " is convex").c_str());
  require_premise(constants->lipschitz.has_value(),
                  (name + " has a Lipschitz continuous gradient").c_str());
  return {.strong_convexity = constants->strong_convexity,
          .lipschitz = *constants->lipschitz,
          .second_moment = constants->second_moment,
          .epsilon = epsilon_of(experiment.success(), f, *constants->lipschitz),
          .initial_distance = distance(initial_point(experiment.objective(), f), *f.optimum())};
}

}  // namespace hogtie
