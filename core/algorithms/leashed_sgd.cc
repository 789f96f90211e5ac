#include "core/algorithms/leashed_sgd.h"

#include <string>

#include "core/error.h"

namespace hogtie {

LeashedSgd LeashedSgd::make(const proto::Experiment& experiment, const AlgorithmContext& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  // n + 1 versions for each of n workers: numbered by 32 bits, and to be kept in memory.
  constexpr double kMost = 1 << 28;
  const double workers = experiment.workers();
  const double dimension = static_cast<double>(context.coordinates.size());
  if (workers * (workers + 1) * dimension > kMost) {
    throw InputError("algorithm 'leashed_sgd' keeps n (n + 1) versions of the model, which for " +
                     std::to_string(experiment.workers()) + " workers and " +
                     std::to_string(context.coordinates.size()) +
                     " coordinates are more than 2^28 registers; set fewer workers or a smaller "
                     "dimension");
  }
  return {settings.step_size(), settings.iterations(), experiment.workers(), settings.tries(),
          context.coordinates};
}

}  // namespace hogtie
