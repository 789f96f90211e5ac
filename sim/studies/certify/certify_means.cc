#include "sim/studies/certify/certify_means.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <variant>

#include "core/algorithms/any_algorithm.h"
#include "core/statistics/clopper_pearson.h"
#include "core/text/number.h"
#include "core/theory/asynchronous_bound.h"
#include "core/theory/de_sa_bound.h"
#include "core/theory/premise.h"
#include "core/theory/sequential_bound.h"
#include "sim/studies/certify/premises.h"

namespace hogtie {
namespace {

std::string text_of(const Interval& interval) {
  return "in [" + format_six_digits(interval.low) + ", " + format_six_digits(interval.high) + "]";
}

/// `bound` computes the bound, or throws PremiseError.
template <class Bound>
Finding hold(std::string statement, std::string what, double measured, const Interval& interval,
             const Bound& bound) {
  Finding finding;
  finding.statement = std::move(statement);
  finding.what = std::move(what);
  finding.measured = measured;
  try {
    finding.bound = bound();
    const bool holds = std::isfinite(measured) && interval.low <= finding.bound;
    finding.standing = holds ? Standing::kHeld : Standing::kExceeded;
    finding.note = text_of(interval);
  } catch (const PremiseError& error) {
    finding.standing = Standing::kPremiseNotMet;
    finding.note = error.premise();
  }
  return finding;
}

void require_all_iterations(const TrialsCertificate& trials) {
  require_premise(trials.cut_short == 0, "trials that begin all of their iterations",
                  {{"others", static_cast<double>(trials.cut_short)}});
}

void add_failure_bounds(const RunSetup& setup, const ConvergenceProblem& problem,
                        const TrialsCertificate& trials, double confidence,
                        std::vector<Finding>& findings) {
  const double step_size = one_step_size(setup);
  const std::uint64_t iterations = iterations_in_all(setup.algorithm());
  const Asynchrony asynchrony{setup.experiment().workers(), setup.initial().size(), trials.tau_max};
  const double measured = static_cast<double>(trials.failures) / static_cast<double>(trials.trials);
  const Interval interval = clopper_pearson(trials.failures, trials.trials, confidence);
  const auto add = [&](std::string statement, std::string what, const auto& bound) {
    findings.push_back(hold(std::move(statement), std::move(what), measured, interval, [&] {
      require_premise(step_size > 0, kOneStepSize);
      require_all_iterations(trials);
      require_premise(trials.left_ball == 0, kInBall,
                      {{"trials that left", static_cast<double>(trials.left_ball)}});
      return bound();
    }));
  };
  add("1", "P(F_T), sequential", [&] {
    require_premise(trials.tau_max == 0, "no two iterations overlap",
                    {{"tau_max", static_cast<double>(trials.tau_max)}});
    return sequential_failure_bound(problem, step_size, iterations);
  });
  add("2", "P(F_T), De Sa et al.",
      [&] { return de_sa_failure_bound(problem, step_size, trials.tau_max, iterations); });
  add("3", "P(F_T), Theorem 6.5",
      [&] { return theorem_6_5_failure_bound(problem, step_size, asynchrony, iterations); });
  add("3", "P(F_T), Corollary 6.7",
      [&] { return corollary_6_7_failure_bound(problem, step_size, asynchrony, iterations); });
}

/// The time at which the mean move is farthest above 0, each interval of a confidence with which
/// all of them hold together.
Finding supermartingale(std::string statement, std::string what, const TrialsCertificate& trials,
                        const Moments DriftPoint::*moves, double confidence) {
  Finding finding;
  finding.statement = std::move(statement);
  finding.what = std::move(what);
  const auto times = std::ranges::count_if(
      trials.drift, [&](const DriftPoint& point) { return (point.*moves).count() >= 2; });
  if (times == 0) {
    finding.standing = Standing::kPremiseNotMet;
    finding.note = "the process is defined, and two trials move without success";
    return finding;
  }
  const double each = 1 - (1 - confidence) / static_cast<double>(times);
  Interval worst{-std::numeric_limits<double>::infinity(), 0};
  for (const DriftPoint& point : trials.drift) {
    const Moments& moments = point.*moves;
    if (moments.count() < 2) continue;
    const Interval interval = moments.mean_interval(each);
    if (finding.at.has_value() && interval.low <= worst.low) continue;
    worst = interval;
    finding.measured = moments.mean();
    finding.at = point.time;
  }
  finding.standing = worst.low <= 0 ? Standing::kHeld : Standing::kExceeded;
  finding.note = text_of(worst) + ", of " + std::to_string(times) + " times";
  return finding;
}

/// FullSGD's promise, if it is that algorithm.
void add_promise(const RunSetup& setup, const TrialsCertificate& trials, double confidence,
                 std::vector<Finding>& findings) {
  if (!std::holds_alternative<FullSgd>(setup.algorithm())) return;
  const double mean = trials.not_finite == 0 ? trials.final_distance.mean()
                                             : std::numeric_limits<double>::infinity();
  findings.push_back(hold("FullSGD", "E||r - x*|| by sqrt(epsilon)", mean,
                          trials.final_distance.mean_interval(confidence), [&] {
                            require_all_iterations(trials);
                            require_premise(trials.trials >= 2, "two trials at least");
                            return std::sqrt(setup.experiment().success().epsilon());
                          }));
  if (trials.not_finite > 0 && findings.back().standing == Standing::kExceeded) {
    findings.back().note = "not finite in " + std::to_string(trials.not_finite) + " trials";
  }
}

}  // namespace

std::vector<Finding> certify_means(const RunSetup& setup, const ConvergenceProblem& problem,
                                   const TrialsCertificate& trials, double confidence) {
  std::vector<Finding> findings;
  if (trials.trials == 0) return findings;
  add_failure_bounds(setup, problem, trials, confidence, findings);
  findings.push_back(supermartingale("1", "E[W_{t+1} - W_t], sequential schedule", trials,
                                     &DriftPoint::sequential, confidence));
  findings.push_back(
      supermartingale("1", "E[W_{t+1} - W_t]", trials, &DriftPoint::rate, confidence));
  findings.push_back(
      supermartingale("3", "E[V_{t+1} - V_t]", trials, &DriftPoint::delayed, confidence));
  add_promise(setup, trials, confidence, findings);
  return findings;
}

}  // namespace hogtie
