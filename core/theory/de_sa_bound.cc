#include "core/theory/de_sa_bound.h"

#include "core/theory/delayed_bound.h"

namespace hogtie {

double de_sa_failure_bound(const ConvergenceProblem& problem, double step_size, std::uint64_t tau,
                           std::uint64_t iterations) {
  return delayed_failure_bound(problem, step_size, delay_term(tau), iterations);
}

double de_sa_moment(const ConvergenceProblem& problem, std::uint64_t tau) {
  return delayed_moment(problem, delay_term(tau));
}

double de_sa_step_size(const ConvergenceProblem& problem, std::uint64_t tau, double theta) {
  return delayed_step_size(problem, delay_term(tau), theta);
}

double de_sa_failure_bound_of_theta(const ConvergenceProblem& problem, double theta,
                                    std::uint64_t tau, std::uint64_t iterations) {
  return delayed_failure_bound_of_theta(problem, theta, delay_term(tau), iterations);
}

double de_sa_price(const ConvergenceProblem& problem, std::uint64_t tau) {
  return de_sa_moment(problem, tau) / problem.second_moment;
}

}  // namespace hogtie
