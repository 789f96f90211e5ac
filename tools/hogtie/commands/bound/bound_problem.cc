#include "tools/hogtie/commands/bound/bound_problem.h"

#include <cmath>

#include "adversaries/knowledge/known_contention.h"
#include "core/error.h"
#include "core/objectives/convergence_problem.h"
#include "core/objectives/registry.h"
#include "core/text/number.h"
#include "core/text/quote.h"
#include "core/theory/premise.h"
#include "sim/simulation/check_experiment.h"

namespace hogtie {
namespace {

void take_contention(const BoundOptions& options, BoundProblem& result) {
  const proto::Experiment& experiment = options.experiment;
  const proto::Adversary& adversary = experiment.adversary();
  if (options.tau_max) return;
  if (experiment.machine().kind() != proto::SIMULATED && experiment.workers() > 1) {
    throw InputError("the bounds need tau_max, and threads keep to none; give '--tau-max'");
  }
  const auto known = known_contention(adversary, experiment.workers());
  if (!known) {
    throw InputError("the bounds need tau_max, and adversary " + quote(adversary.name()) +
                     (adversary.crashes_size() > 0 ? " with crashes" : "") +
                     " keeps to none; give '--tau-max'" +
                     (adversary.crashes_size() > 0 ? "" : ", or set adversary.tau_max"));
  }
  result.asynchrony.tau_max = *known;
  result.tau_max_from = experiment.workers() == 1
                            ? "one worker"
                            : "adversary " + quote(adversary.name()) +
                                  (adversary.has_tau_max() ? " and its tau_max" : "");
}

void take_objective(const Objective& objective, const BoundOptions& options, BoundProblem& result) {
  proto::Experiment experiment = options.experiment;
  result.epsilon_from = "success.epsilon";
  if (options.epsilon) {
    experiment.mutable_success()->clear_loss();
    experiment.mutable_success()->clear_gradient_norm();
  } else if (experiment.success().has_loss()) {
    result.epsilon_from = "the largest ball surely within f(x) <= success.loss";
  } else if (experiment.success().has_gradient_norm()) {
    result.epsilon_from = "the largest ball surely within ||grad f(x)|| <= success.gradient_norm";
  }
  try {
    result.problem = convergence_problem(experiment, objective);
  } catch (const PremiseError& error) {
    throw InputError("no bounds: their premise that " + error.premise() +
                     " does not hold; take another objective, such as 'logistic'");
  }
  if (experiment.success().has_loss() && result.problem.epsilon <= 0) {
    const double least = objective.value(*objective.optimum());
    throw InputError("success.loss is " + format_number(experiment.success().loss()) +
                     ", not above the minimum of f, " + format_number(least) +
                     "; raise it, or give '--epsilon'");
  }
  result.asynchrony = {experiment.workers(), objective.dimension(), 0};
  const double radius = *ball_radius(experiment.objective(), objective);
  result.constants_from = "objective " + quote(experiment.objective().name()) +
                          " over ||x - x*|| <= " + format_six_digits(radius);
  if (result.problem.epsilon == 0 && !options.epsilon) {
    const bool by_gradient = experiment.success().has_gradient_norm();
    throw InputError(std::string("success.") + (by_gradient ? "gradient_norm" : "epsilon") +
                     " is 0, which the bounds do not reach; give '--epsilon'");
  }
  const double outermost = options.initial_distance.value_or(result.problem.initial_distance);
  if (outermost > radius) {
    result.notes.push_back("x_0, at " + format_six_digits(outermost) +
                           " from x*, is outside the ball that M is taken over; set "
                           "objective.radius to more");
  }
}

BoundProblem of_experiment(const BoundOptions& options) {
  const proto::Experiment& experiment = options.experiment;
  check_experiment(experiment);
  const std::string& algorithm = experiment.algorithm().name();
  if (algorithm != "epoch_sgd" && algorithm != "full_sgd" && algorithm != "sequential_sgd") {
    throw InputError(
        "no bounds: their premise that updates are fetch&adds of alpha times a gradient does not "
        "hold of algorithm " +
        quote(algorithm) + "; take another algorithm, such as 'epoch_sgd'");
  }
  const auto objective = make_objective(experiment.objective());
  BoundProblem result{};
  take_objective(*objective, options, result);
  take_contention(options, result);
  result.alpha = experiment.algorithm().step_size();
  result.iterations = experiment.algorithm().iterations();
  result.alpha_from = "the experiment's";
  result.iterations_from = "the experiment's";
  if (const DataOrigin* const origin = objective->data_origin()) result.notes = origin->notes;
  return result;
}

BoundProblem of_constants(const GivenConstants& given) {
  BoundProblem result{};
  result.problem = {.strong_convexity = given.c,
                    .lipschitz = given.lipschitz,
                    .second_moment = given.moment * given.moment,
                    .epsilon = 0,
                    .initial_distance = given.moment / given.c};
  result.asynchrony = {given.n, given.d, 0};
  result.constants_from = "as given";
  return result;
}

// What no objective has, which does not stop the formulas.
void note_contradictions(BoundProblem& result) {
  const ConvergenceProblem& p = result.problem;
  constexpr double kRounding = 1e-9;
  const double moment = std::sqrt(p.second_moment);
  const double least_moment = p.strong_convexity * p.initial_distance;
  if (p.lipschitz < p.strong_convexity * (1 - kRounding)) {
    result.notes.push_back("L = " + format_six_digits(p.lipschitz) + " is below c = " +
                           format_six_digits(p.strong_convexity) + ", which no objective has");
  }
  if (moment < least_moment * (1 - kRounding) && result.notes.empty()) {
    result.notes.push_back("M = " + format_six_digits(moment) +
                           " is below c ||x_0 - x*|| = " + format_six_digits(least_moment) +
                           ", which no objective has: its gradient at x_0 is that long");
  }
  if (result.asynchrony.workers == 1 && result.asynchrony.tau_max > 0) {
    result.notes.push_back("one worker has no contention; tau_max above 0 takes two");
  }
}

}  // namespace

BoundProblem bound_problem(const BoundOptions& options) {
  BoundProblem result =
      options.constants ? of_constants(*options.constants) : of_experiment(options);
  result.delta = options.delta;
  if (options.tau_max) {
    result.asynchrony.tau_max = *options.tau_max;
    result.tau_max_from = "as given";
  }
  if (options.epsilon) {
    result.problem.epsilon = *options.epsilon;
    result.epsilon_from = "as given";
  }
  if (options.initial_distance) result.problem.initial_distance = *options.initial_distance;
  if (options.alpha) {
    result.alpha = options.alpha;
    result.alpha_from = "as given";
  }
  if (options.iterations) {
    result.iterations = options.iterations;
    result.iterations_from = "as given";
  }
  note_contradictions(result);
  return result;
}

}  // namespace hogtie
