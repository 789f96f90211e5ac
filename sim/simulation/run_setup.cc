#include "sim/simulation/run_setup.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "core/objectives/registry.h"
#include "sim/simulation/check_experiment.h"
#include "sim/simulation/memory_check.h"

namespace hogtie {
namespace {

proto::Experiment checked(const proto::Experiment& experiment) {
  check_experiment(experiment);
  return experiment;
}

proto::Experiment with_objective(proto::Experiment experiment, const proto::Experiment& other) {
  *experiment.mutable_objective() = other.objective();
  return experiment;
}

/// Fills in what the settings leave to the data.
void record_data(const Objective& objective, proto::Experiment& experiment) {
  const DataOrigin* const origin = objective.data_origin();
  if (origin == nullptr) return;
  proto::Data& data = *experiment.mutable_objective()->mutable_data();
  data.set_digest(origin->digest);
  data.set_size(origin->size);
}

std::vector<std::uint32_t> all_coordinates(const Objective& objective) {
  std::vector<std::uint32_t> coordinates(objective.dimension());
  std::iota(coordinates.begin(), coordinates.end(), 0U);
  return coordinates;
}

}  // namespace

RunSetup::RunSetup(const proto::Experiment& experiment)
    : RunSetup(experiment, std::shared_ptr<const Objective>()) {}

RunSetup::RunSetup(const proto::Experiment& experiment, const RunSetup& other)
    : RunSetup(with_objective(experiment, other.experiment_), other.objective_) {}

RunSetup::RunSetup(const proto::Experiment& experiment, std::shared_ptr<const Objective> objective)
    : experiment_(checked(experiment)),
      objective_(objective != nullptr ? std::move(objective)
                                      : make_objective(experiment_.objective())),
      initial_(initial_point(experiment_.objective(), *objective_)),
      all_coordinates_(all_coordinates(*objective_)),
      algorithm_(make_algorithm(experiment_, {*objective_, all_coordinates_})) {
  record_data(*objective_, experiment_);
  record_algorithm(*algorithm_, *experiment_.mutable_algorithm());
}

ObjectiveProbe RunSetup::landscape() const {
  return {.value = [this](std::span<const double> x) { return objective_->value(x); },
          .gradient_norm =
              [this](std::span<const double> x) {
                std::vector<double> gradient(x.size());
                objective_->mean_gradient(x, gradient);
                double sum = 0;
                for (const double component : gradient) sum += component * component;
                return std::sqrt(sum);
              }};
}

std::optional<double> RunSetup::radius() const {
  return radius_.get([this] { return ball_radius(experiment_.objective(), *objective_); });
}

std::vector<std::string> RunSetup::data_notes() const {
  const DataOrigin* const origin = objective_->data_origin();
  if (origin == nullptr) return {};
  std::vector<std::string> notes = origin->notes;
  if (!origin->read_again) {
    notes.push_back(
        origin->path +
        ": no file that can be opened again, so a run with it cannot be repeated as it stands; to "
        "replay a trace, name a file of the same bytes with '--data FILE'");
  }
  return notes;
}

std::uint64_t RunSetup::file_bytes() const {
  const DataOrigin* const origin = objective_->data_origin();
  return origin == nullptr ? 0 : origin->size;
}

std::uint32_t RunSetup::machines_max() const {
  constexpr double kMost = 1e6;
  const double fit = memory_allowed(experiment_.limits().memory(), file_bytes()) /
                     memory_needed(machine_shape(experiment_.seed()), experiment_.machine().kind());
  return std::max(1U, static_cast<std::uint32_t>(std::min(fit, kMost)));
}

MachineShape RunSetup::machine_shape(std::uint64_t seed) const {
  const MemoryNeeds needs = memory_needs(*algorithm_, *objective_);
  const auto dimension = static_cast<std::uint32_t>(objective_->dimension());
  MachineShape shape{.layout = {dimension + needs.auxiliary, needs.counters, needs.auxiliary,
                                needs.guard, needs.versions},
                     .workers = experiment_.workers(),
                     .operations_max = needs.operations_max,
                     .scalars_max = needs.scalars_max,
                     .doubles_owned = needs.doubles_owned,
                     .stack_bytes = experiment_.machine().stack_bytes(),
                     .seed = seed};
  check_memory(shape, experiment_.machine().kind(), experiment_.limits().memory(), file_bytes());
  return shape;
}

}  // namespace hogtie
