#include "core/algorithms/registry.h"

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/objectives/registry.h"
#include "core/settings/registry.h"
#include "core/theory/full_sgd.h"

namespace hogtie {
namespace {

constexpr std::array<std::string_view, 3> kEpochSgd{"step_size", "iterations", "view"};
constexpr std::array<std::string_view, 4> kFullSgd{"step_size", "iterations", "view", "epochs"};

constexpr std::array<RegistryEntry, 2> kEntries{{
    {"epoch_sgd",
     "lock-free SGD with fetch&add (Alistarh, De Sa, Konstantinov 2018, Algorithm 1)",
     {},
     kEpochSgd},
    {"full_sgd",
     "epochs of epoch_sgd, the step size halved from each to the next (Algorithm 2)",
     {},
     kFullSgd},
}};

/// The setting, or as many as the constants ask for.
std::uint64_t epochs(const proto::Experiment& experiment, const AlgorithmContext& context) {
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

/// In the order of kEntries.
constexpr std::array<AnyAlgorithm (*)(const proto::Experiment&, const AlgorithmContext&),
                     kEntries.size()>
    kFactories{
        [](const proto::Experiment& experiment, const AlgorithmContext& context) -> AnyAlgorithm {
          const proto::Algorithm& settings = experiment.algorithm();
          return EpochSgd{settings.step_size(), settings.iterations(), context.view_scope};
        },
        [](const proto::Experiment& experiment, const AlgorithmContext& context) -> AnyAlgorithm {
          const proto::Algorithm& settings = experiment.algorithm();
          return FullSgd{settings.step_size(), settings.iterations(), epochs(experiment, context),
                         context.view_scope};
        },
    };

std::size_t find_algorithm(const proto::Algorithm& settings) {
  const std::size_t index = find_entry(kEntries, settings.name(), "algorithm", "algorithms");
  check_parameters(settings, kEntries[index], "algorithm", {});
  return index;
}

}  // namespace

std::span<const RegistryEntry> algorithms() {
  return kEntries;
}

void check_algorithm(const proto::Algorithm& settings) {
  find_algorithm(settings);
}

AnyAlgorithm make_algorithm(const proto::Experiment& experiment, const AlgorithmContext& context) {
  return kFactories[find_algorithm(experiment.algorithm())](experiment, context);
}

void record_algorithm(const AnyAlgorithm& algorithm, proto::Algorithm& settings) {
  if (const auto* const full = std::get_if<FullSgd>(&algorithm)) settings.set_epochs(full->epochs);
}

std::uint64_t iterations_in_all(const AnyAlgorithm& algorithm) {
  return std::visit([](const auto& a) { return a.iterations_in_all(); }, algorithm);
}

}  // namespace hogtie
