#include "sim/certify/premises.h"

#include <variant>

#include "core/error.h"
#include "core/objectives/convergence_problem.h"

namespace hogtie {

ConvergenceProblem problem_of(const RunSetup& setup) {
  try {
    return convergence_problem(setup.experiment(), setup.objective());
  } catch (const InputError&) {
    proto::Experiment experiment = setup.experiment();
    experiment.mutable_success()->clear_loss();
    experiment.mutable_success()->set_epsilon(0);
    return convergence_problem(experiment, setup.objective());
  }
}

double one_step_size(const RunSetup& setup) {
  const auto* const epoch_sgd = std::get_if<EpochSgd>(&setup.algorithm());
  return epoch_sgd == nullptr ? 0 : epoch_sgd->step_size;
}

}  // namespace hogtie
