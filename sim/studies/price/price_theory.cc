#include "sim/studies/price/price_theory.h"

#include <algorithm>
#include <vector>

#include "core/objectives/convergence_problem.h"
#include "core/objectives/quadratic.h"
#include "core/theory/asynchronous_bound.h"
#include "core/theory/de_sa_bound.h"
#include "core/theory/premise.h"
#include "core/theory/stale_gradient.h"

namespace hogtie {
namespace {

std::uint64_t dimension(const RunSetup& setup) {
  return setup.initial().size();
}

/// The curvature of a quadratic that has but one.
std::optional<double> one_curvature(const Objective& objective) {
  const auto* const quadratic = dynamic_cast<const Quadratic*>(&objective);
  if (quadratic == nullptr) return std::nullopt;
  const std::vector<double>& all = quadratic->curvature();
  const bool same = std::all_of(all.begin(), all.end(), [&](double l) { return l == all[0]; });
  return same ? std::optional(all[0]) : std::nullopt;
}

/// What `compute` gives; none where a premise of it does not hold.
template <class Compute>
std::optional<double> where_defined(const Compute& compute) {
  try {
    return compute();
  } catch (const PremiseError&) {
    return std::nullopt;
  }
}

}  // namespace

std::optional<ConvergenceProblem> convergence_problem(const RunSetup& setup) {
  try {
    const ConvergenceProblem problem = convergence_problem(setup.experiment(), setup.objective());
    return problem.epsilon > 0 ? std::optional(problem) : std::nullopt;
  } catch (const PremiseError&) {
    return std::nullopt;
  }
}

PriceTheory price_theory(const RunSetup& setup, const PricePoint& point, double step_size,
                         std::uint64_t contention) {
  PriceTheory theory;
  if (const auto curvature = one_curvature(setup.objective())) {
    StaleRound round{step_size, point.tau, 1, *curvature};
    theory.slowdown_lower_bound = where_defined([&] { return slowdown_lower_bound(round); });
    if (point.adversary == "swarm") round.stale = point.workers - 1;
    theory.slowdown = where_defined([&] { return slowdown(round); });
    if (theory.slowdown && !(*theory.slowdown >= 0 && std::isfinite(*theory.slowdown))) {
      theory.slowdown.reset();
    }
  }
  if (const auto problem = convergence_problem(setup)) {
    const Asynchrony asynchrony{point.workers, dimension(setup), contention};
    theory.corollary_6_7_price =
        where_defined([&] { return price_of_asynchrony(*problem, asynchrony); });
    theory.de_sa_price = where_defined([&] { return de_sa_price(*problem, contention); });
  }
  return theory;
}

RecommendedStepSizes recommended_step_sizes(const RunSetup& setup, const PricePoint& point) {
  const auto problem = convergence_problem(setup);
  if (!problem) return {};
  const Asynchrony asynchrony{point.workers, dimension(setup), point.tau};
  return {where_defined([&] { return corollary_6_7_step_size(*problem, asynchrony); }),
          where_defined([&] { return de_sa_step_size(*problem, point.tau); })};
}

}  // namespace hogtie
