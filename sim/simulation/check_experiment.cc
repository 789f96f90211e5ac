#include "sim/simulation/check_experiment.h"

#include "adversaries/registry.h"
#include "core/algorithms/registry.h"
#include "core/error.h"
#include "core/objectives/registry.h"
#include "core/settings/known.h"
#include "core/settings/ranges.h"

namespace hogtie {

void check_experiment(const proto::Experiment& experiment) {
  check_nesting(experiment.adversary());
  check_known(experiment);
  check_ranges(experiment);
  check_objective(experiment.objective());
  check_algorithm(experiment.algorithm());
  if (experiment.machine().kind() == proto::SIMULATED) {
    check_adversary(experiment.adversary(), experiment.workers());
  } else if (experiment.adversary().crashes_size() > 0) {
    throw InputError(
        "adversary.crashes are of simulated workers: threads do not crash; set machine=simulated, "
        "or leave the crashes out");
  }
  if (experiment.success().has_loss() && experiment.success().has_gradient_norm()) {
    throw InputError(
        "success.loss and success.gradient_norm are two success regions; set one of them");
  }
}

void check_experiment_of(const std::string& path, const proto::Experiment& experiment) {
  try {
    check_experiment(experiment);
    const proto::MemoryOrder order = experiment.machine().order();
    const bool racy = order == proto::RACY || order == proto::RACY_COUNTED;
    if (experiment.machine().kind() == proto::THREADS && racy) {
      throw InputError("racy threads cannot be recorded; get the trace again");
    }
  } catch (const InputError& error) {
    throw InputError(path + ": its experiment: " + error.what());
  }
}

}  // namespace hogtie
