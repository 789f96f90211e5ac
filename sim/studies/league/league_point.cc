#include "sim/studies/league/league_point.h"

#include <algorithm>

#include "adversaries/registry.h"
#include "core/algorithms/registry.h"
#include "core/settings/registry.h"

namespace hogtie {
namespace {

constexpr std::uint64_t kFullSgdEpochs = 4;
constexpr std::uint64_t kOtherEpochs = 10;
constexpr std::uint64_t kSpins = 20'000;

proto::Algorithm algorithm_at(const proto::Algorithm& settings, const std::string& name,
                              double step_size, std::uint64_t iterations) {
  const RegistryEntry& entry =
      algorithms()[find_entry(algorithms(), name, "algorithm", "algorithms")];
  proto::Algorithm algorithm = settings;
  algorithm.set_name(name);
  keep_parameters(algorithm, entry, {});
  algorithm.set_step_size(step_size);
  const bool has_epochs = std::ranges::find(entry.parameters, "epochs") != entry.parameters.end();
  if (has_epochs && !algorithm.has_epochs()) {
    algorithm.set_epochs(name == "full_sgd" ? kFullSgdEpochs : kOtherEpochs);
  }
  const std::uint64_t epochs = has_epochs ? algorithm.epochs() : 1;
  algorithm.set_iterations((iterations + epochs - 1) / epochs);
  return algorithm;
}

}  // namespace

proto::Experiment experiment_at(const proto::Experiment& experiment, const LeaguePoint& point,
                                double step_size, std::uint64_t iterations) {
  proto::Experiment result = experiment;
  result.set_workers(point.workers);
  result.mutable_machine()->set_kind(point.on_threads() ? proto::THREADS : proto::SIMULATED);
  result.clear_adversary();
  if (point.adversary == "sequential" && point.workers == 1) {
    result.mutable_adversary()->set_name("sequential");  // wrappers are for those that it measures
  } else if (!point.on_threads()) {
    *result.mutable_adversary() = settings_for(point.adversary, experiment.adversary());
  }
  if (!point.on_threads() && !result.limits().has_spins()) {
    result.mutable_limits()->set_spins(kSpins);
  }
  *result.mutable_algorithm() =
      algorithm_at(experiment.algorithm(), point.algorithm, step_size, iterations);
  return result;
}

std::string name_of(const LeaguePoint& point) {
  return point.algorithm + (point.on_threads() ? " on threads, n = " + std::to_string(point.workers)
                                               : " under " + point.adversary);
}

}  // namespace hogtie
