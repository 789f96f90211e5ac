#include "core/algorithms/full_sgd.h"

#include <stdexcept>
#include <string>

#include "core/error.h"
#include "core/objectives/registry.h"
#include "core/theory/full_sgd.h"

namespace hogtie {
namespace {

/// The setting, or as many as the constants ask for.
std::uint64_t epochs_of(const proto::Experiment& experiment, const AlgorithmContext& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  if (settings.has_epochs()) return settings.epochs();
  const auto fail = [](const std::string& what) {
    throw InputError("algorithm 'full_sgd' cannot tell its epochs: " + what +
                     "; set algorithm.epochs");
  };
  std::uint64_t count = 0;
  try {
    const auto constants = constants_of(experiment.objective(), context.objective);
    if (!constants) fail("objective '" + experiment.objective().name() + "' has no bound M");
    count = full_sgd_epochs(settings.step_size(), experiment.workers(), constants->second_moment,
                            experiment.success().epsilon());
  } catch (const std::domain_error& error) {
    fail(error.what());
  }
  constexpr std::uint64_t kMost = 1000;  // as the setting
  if (count > kMost) fail("it would be " + std::to_string(count));
  return count;
}

}  // namespace

FullSgd FullSgd::make(const proto::Experiment& experiment, const AlgorithmContext& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  return {settings.step_size(), settings.iterations(), epochs_of(experiment, context),
          view_scope_of(settings, context)};
}

}  // namespace hogtie
