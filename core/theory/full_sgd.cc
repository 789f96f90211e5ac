#include "core/theory/full_sgd.h"

#include <algorithm>
#include <cmath>

#include "core/theory/elastic_consistency.h"
#include "core/theory/premise.h"
#include "core/theory/threshold.h"

namespace hogtie {
namespace {

void require_crashes(std::uint64_t crashes, std::uint64_t workers) {
  require_premise(crashes < workers, "at most n - 1 crashes",
                  {{"crashes", static_cast<double>(crashes)}, {"n", static_cast<double>(workers)}});
}

}  // namespace

std::uint64_t full_sgd_epochs(double step_size, std::uint64_t workers, double second_moment,
                              double epsilon) {
  require_premise(step_size >= 0 && std::isfinite(step_size), "alpha >= 0 and finite",
                  {{"alpha", step_size}});
  require_premise(workers >= 1, "n >= 1");
  require_premise(second_moment >= 0 && std::isfinite(second_moment), "M^2 >= 0 and finite",
                  {{"M^2", second_moment}});
  require_premise(epsilon > 0, "epsilon > 0", {{"epsilon", epsilon}});
  const double ratio =
      2 * step_size * static_cast<double>(workers) * std::sqrt(second_moment) / std::sqrt(epsilon);
  require_premise(std::isfinite(ratio), "2 alpha n M / sqrt(epsilon) finite");
  // ratio = fraction 2^exponent with 1/2 <= fraction < 1: the logarithm's ceiling, without
  // rounding.
  int exponent = 0;
  const double fraction = std::frexp(ratio, &exponent);
  return static_cast<std::uint64_t>(std::max(1, fraction == 0.5 ? exponent - 1 : exponent));
}

std::uint64_t full_sgd_epochs(const ConvergenceProblem& problem, std::uint64_t workers,
                              double step_size) {
  require_premises(problem);
  require_premise(step_size > 0, "alpha > 0", {{"alpha", step_size}});
  return full_sgd_epochs(step_size, workers, problem.second_moment, problem.epsilon);
}

double full_sgd_step_size(double step_size, std::uint64_t epoch) {
  return std::ldexp(step_size, -static_cast<int>(std::min<std::uint64_t>(epoch, 10000)));
}

FullSgdPlan full_sgd_plan(const ConvergenceProblem& problem, std::uint64_t workers,
                          double step_size, std::uint64_t crashes) {
  require_crashes(crashes, workers);
  const std::uint64_t epochs = full_sgd_epochs(problem, workers, step_size);
  return {step_size, epochs + (crashes > 0 ? 1 : 0), crashes};
}

double full_sgd_distance_bound(const ConvergenceProblem& problem, const Asynchrony& asynchrony,
                               const FullSgdPlan& plan, std::uint64_t iterations) {
  require_premises(problem);
  require_premises(asynchrony);
  require_premise(
      iterations >= asynchrony.workers, "T >= n",
      {{"T", static_cast<double>(iterations)}, {"n", static_cast<double>(asynchrony.workers)}});
  require_crashes(plan.crashes, asynchrony.workers);
  const std::uint64_t others = asynchrony.workers - 1;
  const double moment = std::sqrt(problem.second_moment);
  const double elastic = elastic_consistency_constant(problem.second_moment, asynchrony);
  double distance = problem.initial_distance;
  double length = 0;  // of a gradient in the epoch before, times its step size
  for (std::uint64_t epoch = 0; epoch < plan.epochs; ++epoch) {
    const double a = full_sgd_step_size(plan.step_size, epoch);
    const double begin = distance + static_cast<double>(others) * length;
    distance = std::sqrt(elastic_distance_bound(problem, a, elastic, begin, iterations - others));
    length = a * moment;
  }
  return distance + static_cast<double>(plan.crashes) * length;
}

std::optional<std::uint64_t> full_sgd_iterations(const ConvergenceProblem& problem,
                                                 const Asynchrony& asynchrony,
                                                 const FullSgdPlan& plan) {
  const double elastic = elastic_consistency_constant(problem.second_moment, asynchrony);
  const double last = full_sgd_step_size(plan.step_size, plan.epochs - 1);
  const double left = std::sqrt(elastic_noise_floor(problem, last, elastic)) +
                      static_cast<double>(plan.crashes) * last * std::sqrt(problem.second_moment);
  const double goal = std::sqrt(problem.epsilon);
  require_premise(left < goal,
                  "sqrt(a^2 L^2 B^2/c^2 + a M^2/c) + k a M < sqrt(epsilon) in the last epoch, with "
                  "k crashes",
                  {{"left", left}, {"sqrt(epsilon)", goal}, {"a", last}});
  return least_that_holds(asynchrony.workers, [&](std::uint64_t iterations) {
    return full_sgd_distance_bound(problem, asynchrony, plan, iterations) <= goal;
  });
}

double full_sgd_recommended_step_size(const ConvergenceProblem& problem,
                                      const Asynchrony& asynchrony) {
  require_premises(problem);
  // The positive root of quadratic a² + linear a = ε/2, without cancellation.
  const double elastic = elastic_consistency_constant(problem.second_moment, asynchrony);
  const double spread = problem.lipschitz * elastic / problem.strong_convexity;
  const double linear = problem.second_moment / problem.strong_convexity;
  const double root =
      problem.epsilon / (linear + std::hypot(linear, spread * std::sqrt(2 * problem.epsilon)));
  return std::min(root, 1 / problem.strong_convexity);
}

}  // namespace hogtie
