#include "core/theory/elastic_consistency.h"

#include <cmath>

#include "core/theory/premise.h"

namespace hogtie {
namespace {

void require_elastic(double step_size, double elastic_constant) {
  require_premise(step_size > 0 && std::isfinite(step_size), "alpha > 0 and finite",
                  {{"alpha", step_size}});
  require_premise(elastic_constant >= 0, "B >= 0", {{"B", elastic_constant}});
}

}  // namespace

double elastic_consistency_constant(double second_moment, const Asynchrony& asynchrony) {
  require_premises(asynchrony);
  require_premise(second_moment >= 0, "M^2 >= 0", {{"M^2", second_moment}});
  return std::sqrt(static_cast<double>(asynchrony.dimension)) *
         static_cast<double>(asynchrony.tau_max) * std::sqrt(second_moment);
}

double empirical_elastic_consistency(double step_size, double largest_distance) {
  require_elastic(step_size, 0);
  require_premise(largest_distance >= 0, "||x_t - v_t|| >= 0",
                  {{"||x_t - v_t||", largest_distance}});
  return largest_distance / step_size;
}

double view_distance_bound(double step_size, double elastic_constant) {
  require_elastic(step_size, elastic_constant);
  const double distance = step_size * elastic_constant;
  return distance * distance;
}

double elastic_noise_floor(const ConvergenceProblem& problem, double step_size,
                           double elastic_constant) {
  require_premises(problem);
  const double c = problem.strong_convexity;
  const double condition = problem.lipschitz / c;
  return condition * condition * view_distance_bound(step_size, elastic_constant) +
         step_size * problem.second_moment / c;
}

double elastic_distance_bound(const ConvergenceProblem& problem, double step_size,
                              double elastic_constant, double initial_distance,
                              std::uint64_t iterations) {
  const double floor = elastic_noise_floor(problem, step_size, elastic_constant);
  const double rate = step_size * problem.strong_convexity;
  require_premise(rate <= 1, "alpha c <= 1", {{"alpha c", rate}});
  const double kept =
      iterations == 0 ? 1 : std::exp(static_cast<double>(iterations) * std::log1p(-rate));
  return kept * initial_distance * initial_distance + floor;
}

}  // namespace hogtie
