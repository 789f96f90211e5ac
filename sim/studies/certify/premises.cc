#include "sim/studies/certify/premises.h"

#include <variant>

#include "core/algorithms/any_algorithm.h"
#include "core/algorithms/registry.h"
#include "core/error.h"
#include "core/objectives/convergence_problem.h"
#include "core/theory/premise.h"

namespace hogtie {

double one_step_size(const RunSetup& setup) {
  const auto* const epoch_sgd = std::get_if<EpochSgd>(&setup.algorithm());
  return epoch_sgd == nullptr ? 0 : epoch_sgd->step_size;
}

ConvergenceProblem certifiable_problem(const RunSetup& setup) {
  if (moves_model(setup.algorithm())) {
    throw InputError(
        "nothing to certify: the premise that the model is in X does not hold of "
        "algorithm '" +
        setup.experiment().algorithm().name() + "'; take another algorithm, such as 'epoch_sgd'");
  }
  try {
    return convergence_problem(setup.experiment(), setup.objective());
  } catch (const PremiseError& error) {
    throw InputError("nothing to certify: the premise that " + error.premise() +
                     " does not hold; take another objective, such as 'logistic'");
  }
}

}  // namespace hogtie
