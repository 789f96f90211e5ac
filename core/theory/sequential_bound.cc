#include "core/theory/sequential_bound.h"

#include "core/theory/delayed_bound.h"

namespace hogtie {
namespace {

DelayTerm no_delays() {
  return delay_term(0);
}

}  // namespace

double sequential_failure_bound(const ConvergenceProblem& problem, double step_size,
                                std::uint64_t iterations) {
  return delayed_failure_bound(problem, step_size, no_delays(), iterations);
}

double sequential_step_size(const ConvergenceProblem& problem, double theta) {
  return delayed_step_size(problem, no_delays(), theta);
}

double sequential_failure_bound_of_theta(const ConvergenceProblem& problem, double theta,
                                         std::uint64_t iterations) {
  return delayed_failure_bound_of_theta(problem, theta, no_delays(), iterations);
}

}  // namespace hogtie
