#include "sim/studies/compare/side_bound.h"

#include "core/theory/asynchronous_bound.h"
#include "core/theory/premise.h"
#include "core/theory/threshold.h"
#include "sim/studies/price/price_theory.h"

namespace hogtie {
namespace {

/// Sets `result` to what `compute` gives; leaves it where a premise of that does not hold.
template <class Result, class Compute>
void set_where_defined(Result& result, const Compute& compute) {
  try {
    result = compute();
  } catch (const PremiseError&) {
  }
}

}  // namespace

SideBound side_bound(const RunSetup& setup, std::uint64_t tau_max) {
  SideBound bound;
  const proto::Algorithm& algorithm = setup.experiment().algorithm();
  const auto problem = convergence_problem(setup);
  if (algorithm.name() != "epoch_sgd" || !problem) return bound;
  const Asynchrony asynchrony{setup.experiment().workers(), setup.initial().size(), tau_max};
  set_where_defined(bound.failure, [&] {
    return corollary_6_7_failure_bound(*problem, algorithm.step_size(), asynchrony,
                                       algorithm.iterations());
  });
  set_where_defined(bound.price, [&] { return price_of_asynchrony(*problem, asynchrony); });
  set_where_defined(bound.step_size, [&] { return corollary_6_7_step_size(*problem, asynchrony); });
  set_where_defined(bound.time, [&] {
    const double step_size = corollary_6_7_step_size(*problem, asynchrony);
    return least_that_holds(1, [&](std::uint64_t iterations) {
      return corollary_6_7_failure_bound(*problem, step_size, asynchrony, iterations) <= 0.5;
    });
  });
  return bound;
}

}  // namespace hogtie
