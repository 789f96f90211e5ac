#include "core/theory/supermartingale.h"

#include <cmath>

#include "core/theory/delayed_bound.h"
#include "core/theory/plog.h"
#include "core/theory/premise.h"

namespace hogtie {
namespace {

/// 2αcε - α²M² = α(2cε - αM²), once the premises hold.
double drift(const ConvergenceProblem& problem, double step_size) {
  require_premises(problem);
  const double twice = 2 * problem.strong_convexity * problem.epsilon;
  const double limit = twice / problem.second_moment;
  require_premise(step_size > 0 && step_size < limit, "0 < alpha < 2 c epsilon / M^2",
                  {{"alpha", step_size}, {"2 c epsilon / M^2", limit}});
  return step_size * (twice - step_size * problem.second_moment);
}

}  // namespace

double rate_supermartingale(const ConvergenceProblem& problem, double step_size,
                            double squared_distance, std::uint64_t time) {
  const double scale = problem.epsilon / drift(problem, step_size);
  return scale * plog(squared_distance / problem.epsilon) + static_cast<double>(time);
}

double supermartingale_slope(const ConvergenceProblem& problem, double step_size) {
  return 2 * std::sqrt(problem.epsilon) / drift(problem, step_size);
}

double asynchronous_supermartingale(const ConvergenceProblem& problem, const Asynchrony& asynchrony,
                                    double step_size, double squared_distance, std::uint64_t time,
                                    double delayed_movement) {
  require_premise(delayed_movement >= 0, "Phi_t >= 0", {{"Phi_t", delayed_movement}});
  const double loss = delay_loss(problem, step_size, delay_term(asynchrony));
  const double slope = supermartingale_slope(problem, step_size);
  const double root_d = std::sqrt(static_cast<double>(asynchrony.dimension));
  return rate_supermartingale(problem, step_size, squared_distance, time) -
         loss * static_cast<double>(time) +
         step_size * slope * problem.lipschitz * root_d * delayed_movement;
}

}  // namespace hogtie
