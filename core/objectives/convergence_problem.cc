#include "core/objectives/convergence_problem.h"

#include <cmath>
#include <cstddef>
#include <vector>

namespace hogtie {
namespace {

double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += (a[j] - b[j]) * (a[j] - b[j]);
  return std::sqrt(sum);
}

}  // namespace

ConvergenceProblem convergence_problem(const proto::Experiment& experiment, const Objective& f) {
  const std::vector<double> start = initial_point(experiment.objective(), f);
  const Constants constants = f.constants(ball_radius(experiment.objective(), f));
  const proto::Success& success = experiment.success();
  return {.strong_convexity = constants.strong_convexity,
          .lipschitz = constants.lipschitz,
          .second_moment = constants.second_moment,
          .epsilon = success.has_loss() ? epsilon_within_loss(success.loss(), f.value(f.optimum()),
                                                              constants.lipschitz)
                                        : success.epsilon(),
          .initial_distance = distance(start, f.optimum())};
}

}  // namespace hogtie
