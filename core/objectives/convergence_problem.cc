#include "core/objectives/convergence_problem.h"

#include <cmath>
#include <cstddef>
#include <variant>
#include <vector>

namespace hogtie {
namespace {

double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += (a[j] - b[j]) * (a[j] - b[j]);
  return std::sqrt(sum);
}

}  // namespace

ConvergenceProblem convergence_problem(const proto::Experiment& experiment,
                                       const AnyObjective& objective) {
  const std::vector<double> start = initial_point(experiment.objective(), objective);
  const double radius = ball_radius(experiment.objective(), objective);
  return std::visit(
      [&](const auto& f) {
        const Constants constants = f.constants(radius);
        const proto::Success& success = experiment.success();
        return ConvergenceProblem{
            .strong_convexity = constants.strong_convexity,
            .lipschitz = constants.lipschitz,
            .second_moment = constants.second_moment,
            .epsilon =
                success.has_loss()
                    ? epsilon_within_loss(success.loss(), f.value(f.optimum()), constants.lipschitz)
                    : success.epsilon(),
            .initial_distance = distance(start, f.optimum())};
      },
      objective);
}

}  // namespace hogtie
