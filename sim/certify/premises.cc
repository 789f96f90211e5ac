#include "sim/certify/premises.h"

#include <variant>

#include "core/algorithms/any_algorithm.h"
#include "core/error.h"
#include "core/objectives/convergence_problem.h"
#include "core/theory/premise.h"

namespace hogtie {

double one_step_size(const RunSetup& setup) {
  const auto* const epoch_sgd = std::get_if<EpochSgd>(&setup.algorithm());
  return epoch_sgd == nullptr ? 0 : epoch_sgd->step_size;
}

ConvergenceProblem certifiable_problem(const RunSetup& setup) {
  try {
    return convergence_problem(setup.experiment(), setup.objective());
  } catch (const PremiseError& error) {
    throw InputError(std::string("nothing to certify: ") + error.what() +
                     "; take one that is, or has, such as 'logistic'");
  }
}

}  // namespace hogtie
