#include "core/theory/asynchronous_bound.h"

#include "core/theory/delayed_bound.h"
#include "core/theory/premise.h"

namespace hogtie {

double theorem_6_5_failure_bound(const ConvergenceProblem& problem, double step_size,
                                 const Asynchrony& asynchrony, std::uint64_t iterations) {
  return delayed_failure_bound(problem, step_size, delay_term(asynchrony), iterations);
}

double corollary_6_7_moment(const ConvergenceProblem& problem, const Asynchrony& asynchrony) {
  return delayed_moment(problem, delay_term(asynchrony));
}

double corollary_6_7_step_size(const ConvergenceProblem& problem, const Asynchrony& asynchrony,
                               double theta) {
  return delayed_step_size(problem, delay_term(asynchrony), theta);
}

double corollary_6_7_failure_bound_of_theta(const ConvergenceProblem& problem, double theta,
                                            const Asynchrony& asynchrony,
                                            std::uint64_t iterations) {
  return delayed_failure_bound_of_theta(problem, theta, delay_term(asynchrony), iterations);
}

double corollary_6_7_failure_bound(const ConvergenceProblem& problem, double step_size,
                                   const Asynchrony& asynchrony, std::uint64_t iterations) {
  const double theta = theta_of(problem, step_size, delay_term(asynchrony));
  require_premise(
      theta > 0 && theta <= 1, "0 < alpha <= c epsilon / A",
      {{"alpha", step_size}, {"c epsilon / A", corollary_6_7_step_size(problem, asynchrony)}});
  return corollary_6_7_failure_bound_of_theta(problem, theta, asynchrony, iterations);
}

double price_of_asynchrony(const ConvergenceProblem& problem, const Asynchrony& asynchrony) {
  return corollary_6_7_moment(problem, asynchrony) / problem.second_moment;
}

}  // namespace hogtie
