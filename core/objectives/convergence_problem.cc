#include "core/objectives/convergence_problem.h"

#include <cmath>
#include <cstddef>
#include <variant>
#include <vector>

#include "core/error.h"
#include "core/text/number.h"

namespace hogtie {
namespace {

double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += (a[j] - b[j]) * (a[j] - b[j]);
  return std::sqrt(sum);
}

double ball_within(double loss, double least, double lipschitz) {
  if (loss > least) return 2 * (loss - least) / lipschitz;
  throw InputError("success.loss is " + format_number(loss) + ", not above the minimum of f, " +
                   format_number(least) + "; raise it, or set success.epsilon instead");
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
            .epsilon = success.has_loss()
                           ? ball_within(success.loss(), f.value(f.optimum()), constants.lipschitz)
                           : success.epsilon(),
            .initial_distance = distance(start, f.optimum())};
      },
      objective);
}

}  // namespace hogtie
