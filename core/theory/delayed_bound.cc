#include "core/theory/delayed_bound.h"

#include <cmath>

#include "core/theory/delay_sum_bounds.h"
#include "core/theory/plog.h"
#include "core/theory/premise.h"
#include "core/theory/supermartingale.h"

namespace hogtie {
namespace {

void require_theta(double theta) {
  require_premise(theta > 0 && theta <= 1, "0 < theta <= 1", {{"theta", theta}});
}

}  // namespace

DelayTerm delay_term(std::uint64_t tau) {
  return {static_cast<double>(tau), "alpha^2 H L M tau", "alpha^2 H L M tau < 1"};
}

DelayTerm delay_term(const Asynchrony& asynchrony) {
  require_premises(asynchrony);
  const double sum = published_delay_sum_bound(asynchrony.tau_max, asynchrony.workers);
  return {sum * std::sqrt(static_cast<double>(asynchrony.dimension)), "alpha^2 H L M C sqrt(d)",
          "alpha^2 H L M C sqrt(d) < 1"};
}

double delay_loss(const ConvergenceProblem& problem, double step_size, const DelayTerm& delays) {
  const double slope = supermartingale_slope(problem, step_size);
  const double loss = step_size * step_size * slope * problem.lipschitz *
                      std::sqrt(problem.second_moment) * delays.value;
  require_premise(loss < 1, delays.premise, {{delays.loss, loss}, {"alpha", step_size}});
  return loss;
}

double delayed_failure_bound(const ConvergenceProblem& problem, double step_size,
                             const DelayTerm& delays, std::uint64_t iterations) {
  require_premise(iterations >= 1, "T >= 1");
  const double squared_distance = problem.initial_distance * problem.initial_distance;
  const double start = rate_supermartingale(problem, step_size, squared_distance, 0);
  return start / (1 - delay_loss(problem, step_size, delays)) / static_cast<double>(iterations);
}

double delayed_moment(const ConvergenceProblem& problem, const DelayTerm& delays) {
  require_premises(problem);
  const double moment = std::sqrt(problem.second_moment);
  return problem.second_moment +
         2 * problem.lipschitz * moment * std::sqrt(problem.epsilon) * delays.value;
}

double delayed_step_size(const ConvergenceProblem& problem, const DelayTerm& delays, double theta) {
  require_theta(theta);
  return problem.strong_convexity * problem.epsilon * theta / delayed_moment(problem, delays);
}

double delayed_failure_bound_of_theta(const ConvergenceProblem& problem, double theta,
                                      const DelayTerm& delays, std::uint64_t iterations) {
  require_theta(theta);
  require_premise(iterations >= 1, "T >= 1");
  const double c = problem.strong_convexity;
  const double squared_distance = problem.initial_distance * problem.initial_distance;
  return delayed_moment(problem, delays) / (c * c * problem.epsilon * theta) *
         plog(squared_distance / problem.epsilon) / static_cast<double>(iterations);
}

double theta_of(const ConvergenceProblem& problem, double step_size, const DelayTerm& delays) {
  constexpr double kRounding = 1e-12;
  const double theta =
      step_size * delayed_moment(problem, delays) / (problem.strong_convexity * problem.epsilon);
  return theta > 1 && theta < 1 + kRounding ? 1 : theta;
}

}  // namespace hogtie
