#include "tools/hogtie/commands/bound/bound_report.h"

#include <cmath>
#include <functional>

#include "core/theory/asynchronous_bound.h"
#include "core/theory/de_sa_bound.h"
#include "core/theory/full_sgd.h"
#include "core/theory/premise.h"
#include "core/theory/sequential_bound.h"
#include "core/theory/threshold.h"

namespace hogtie {
namespace {

/// What the report asks of a bound.
struct Bound {
  std::string name;
  std::function<double()> step_size;  ///< recommended
  std::function<double()> price;
  /// On P(F_T), for a step size and iterations.
  std::function<double(const Asynchrony&, double, std::uint64_t)> failure;
};

std::vector<Bound> bounds(const ConvergenceProblem& p, const Asynchrony& a) {
  return {
      {"sequential", [=] { return sequential_step_size(p); }, [] { return 1.0; },
       [=](const Asynchrony&, double alpha, std::uint64_t iterations) {
         return sequential_failure_bound(p, alpha, iterations);
       }},
      {"de_sa_2015", [=] { return de_sa_step_size(p, a.tau_max); },
       [=] { return de_sa_price(p, a.tau_max); },
       [=](const Asynchrony& at, double alpha, std::uint64_t iterations) {
         return de_sa_failure_bound(p, alpha, at.tau_max, iterations);
       }},
      {"theorem_6_5", [=] { return corollary_6_7_step_size(p, a); },
       [=] { return price_of_asynchrony(p, a); },
       [=](const Asynchrony& at, double alpha, std::uint64_t iterations) {
         return theorem_6_5_failure_bound(p, alpha, at, iterations);
       }},
      {"corollary_6_7", [=] { return corollary_6_7_step_size(p, a); },
       [=] { return price_of_asynchrony(p, a); },
       [=](const Asynchrony& at, double alpha, std::uint64_t iterations) {
         return corollary_6_7_failure_bound(p, alpha, at, iterations);
       }},
  };
}

/// What `compute` gives, or the premise that stops it.
template <class Result, class Compute>
Result unless_premise_fails(const Compute& compute) {
  try {
    return compute();
  } catch (const PremiseError& error) {
    Result result{};
    result.premise_not_met = error.premise();
    return result;
  }
}

/// The largest tau_max at which `value`, where its premise is met, is at most `goal`.
template <class Value>
std::optional<std::uint64_t> largest_tau_max(Asynchrony asynchrony, double goal,
                                             const Value& value) {
  return largest_that_holds([&](std::uint64_t tau_max) {
    asynchrony.tau_max = tau_max;
    try {
      return value(asynchrony) <= goal;
    } catch (const PremiseError&) {
      return false;
    }
  });
}

Recommendation recommend(const Bound& bound, const BoundProblem& problem) {
  return unless_premise_fails<Recommendation>([&] {
    Recommendation result;
    const double alpha = bound.step_size();
    result.alpha = alpha;
    result.iterations = least_that_holds(1, [&](std::uint64_t iterations) {
      return bound.failure(problem.asynchrony, alpha, iterations) <= problem.delta;
    });
    result.price = bound.price();
    return result;
  });
}

Judgement judge(const Bound& bound, const BoundProblem& problem) {
  return unless_premise_fails<Judgement>([&] {
    Judgement result;
    const double alpha = problem.alpha ? *problem.alpha : bound.step_size();
    result.alpha = alpha;
    result.iterations_needed = least_that_holds(1, [&](std::uint64_t iterations) {
      return bound.failure(problem.asynchrony, alpha, iterations) <= problem.delta;
    });
    result.iterations = problem.iterations ? problem.iterations : result.iterations_needed;
    if (!result.iterations) return result;
    const auto failure = [&](const Asynchrony& asynchrony) {
      return bound.failure(asynchrony, alpha, *result.iterations);
    };
    result.failure_bound = failure(problem.asynchrony);
    result.tau_max = largest_tau_max(problem.asynchrony, problem.delta, failure);
    return result;
  });
}

// The sequential bound speaks of executions without contention.
Judgement judge_sequential(const Bound& bound, const BoundProblem& problem) {
  Judgement result = judge(bound, problem);
  if (result.tau_max) result.tau_max = 0;
  return result;
}

BoundRow full_sgd(std::string name, const BoundProblem& problem, std::uint64_t crashes) {
  const ConvergenceProblem& p = problem.problem;
  const Asynchrony& a = problem.asynchrony;
  BoundRow row;
  row.name = std::move(name);
  row.recommended = unless_premise_fails<Recommendation>([&] {
    Recommendation result;
    result.alpha = full_sgd_recommended_step_size(p, a);
    const FullSgdPlan plan = full_sgd_plan(p, a.workers, *result.alpha, crashes);
    result.epochs = plan.epochs;
    result.iterations = full_sgd_iterations(p, a, plan);
    return result;
  });
  row.judged = unless_premise_fails<Judgement>([&] {
    Judgement result;
    result.alpha = problem.alpha ? *problem.alpha : full_sgd_recommended_step_size(p, a);
    const FullSgdPlan plan = full_sgd_plan(p, a.workers, *result.alpha, crashes);
    result.epochs = plan.epochs;
    result.iterations_needed = full_sgd_iterations(p, a, plan);
    result.iterations = problem.iterations ? problem.iterations : result.iterations_needed;
    if (!result.iterations) return result;
    const auto distance = [&](const Asynchrony& asynchrony) {
      return full_sgd_distance_bound(p, asynchrony, plan, *result.iterations);
    };
    result.distance_bound = distance(a);
    result.tau_max = largest_tau_max(a, std::sqrt(p.epsilon), distance);
    return result;
  });
  return row;
}

}  // namespace

std::vector<BoundRow> bound_report(const BoundProblem& problem) {
  std::vector<BoundRow> rows;
  for (const Bound& bound : bounds(problem.problem, problem.asynchrony)) {
    const bool sequential = rows.empty();
    rows.push_back({bound.name, recommend(bound, problem),
                    sequential ? judge_sequential(bound, problem) : judge(bound, problem)});
  }
  rows.push_back(full_sgd("full_sgd", problem, 0));
  const std::uint64_t others = problem.asynchrony.workers - 1;
  if (others > 0) rows.push_back(full_sgd("full_sgd_crashes", problem, others));
  return rows;
}

}  // namespace hogtie
