#include "sim/studies/price/price_point.h"

#include <algorithm>
#include <string_view>

#include "adversaries/registry.h"
#include "core/settings/registry.h"

namespace hogtie {
namespace {

constexpr std::uint64_t kRounds = 32;

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

proto::Adversary adversary_at(const proto::Adversary& settings, const std::string& name,
                              std::uint64_t tau) {
  const RegistryEntry& entry =
      adversaries()[find_entry(adversaries(), name, "adversary", "adversaries")];
  proto::Adversary adversary = settings_for(name, settings);
  if (contains(entry.parameters, "tau")) {
    adversary.set_tau(tau);
  } else {
    adversary.set_tau_max(tau);
  }
  return adversary;
}

std::uint64_t round_length(const PricePoint& point) {
  return point.tau + (point.adversary == "stale_gradient" ? 1 : point.workers - 1);
}

bool goes_by_rounds(const proto::Adversary& adversary) {
  const bool wrapped =
      adversary.has_tau_max() || adversary.has_wait_max() || adversary.crashes_size() > 0;
  return !wrapped && (adversary.name() == "stale_gradient" || adversary.name() == "swarm");
}

std::uint64_t run_length(const proto::Experiment& experiment, const PricePoint& point) {
  const std::uint64_t round = round_length(point);
  const std::uint64_t rounds = (experiment.algorithm().iterations() + round - 1) / round;
  return round * std::max(rounds, kRounds);
}

proto::Experiment experiment_at(const proto::Experiment& experiment, const PricePoint& point,
                                double step_size) {
  proto::Experiment result = experiment;
  result.set_workers(point.workers);
  *result.mutable_adversary() = adversary_at(experiment.adversary(), point.adversary, point.tau);
  result.mutable_algorithm()->set_step_size(step_size);
  result.mutable_algorithm()->set_iterations(run_length(experiment, point));
  return result;
}

proto::Experiment sequential_experiment(const proto::Experiment& experiment, double step_size,
                                        std::uint64_t iterations) {
  proto::Experiment result = experiment;
  result.set_workers(1);
  result.clear_adversary();
  result.mutable_adversary()->set_name("sequential");
  result.mutable_algorithm()->set_step_size(step_size);
  result.mutable_algorithm()->set_iterations(iterations);
  return result;
}

}  // namespace hogtie
