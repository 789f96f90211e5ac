#include "sim/run/run_setup.h"

#include <numeric>
#include <utility>
#include <variant>

#include "core/settings/ranges.h"

namespace hogtie {
namespace {

std::size_t dimension(const AnyObjective& objective) {
  return std::visit([](const auto& f) { return f.dimension(); }, objective);
}

proto::Experiment checked(const proto::Experiment& experiment) {
  check_ranges(experiment);
  check_algorithm(experiment.algorithm());
  return experiment;
}

proto::Experiment with_objective(proto::Experiment experiment, const proto::Experiment& other) {
  *experiment.mutable_objective() = other.objective();
  return experiment;
}

/// Fills in what the settings leave to the data.
void record_data(const AnyObjective& objective, proto::Experiment& experiment) {
  std::visit(
      [&](const auto& f) {
        if constexpr (requires { f.data(); }) {
          experiment.mutable_objective()->mutable_data()->set_digest(f.data().digest);
        }
      },
      objective);
}

std::vector<std::uint32_t> whole_view(const proto::Experiment& experiment,
                                      const AnyObjective& objective) {
  std::vector<std::uint32_t> coordinates;
  if (experiment.algorithm().view() == proto::MODEL) {
    coordinates.resize(dimension(objective));
    std::iota(coordinates.begin(), coordinates.end(), 0U);
  }
  return coordinates;
}

}  // namespace

RunSetup::RunSetup(const proto::Experiment& experiment)
    : RunSetup(experiment, std::shared_ptr<const AnyObjective>()) {}

RunSetup::RunSetup(const proto::Experiment& experiment, const RunSetup& other)
    : RunSetup(with_objective(experiment, other.experiment_), other.objective_) {}

RunSetup::RunSetup(const proto::Experiment& experiment,
                   std::shared_ptr<const AnyObjective> objective)
    : experiment_(checked(experiment)),
      objective_(objective != nullptr ? std::move(objective)
                                      : std::make_shared<const AnyObjective>(
                                            make_objective(experiment_.objective()))),
      initial_(initial_point(experiment_.objective(), *objective_)),
      all_coordinates_(whole_view(experiment_, *objective_)),
      algorithm_(make_algorithm(experiment_, {*objective_, all_coordinates_})) {
  record_data(*objective_, experiment_);
  record_algorithm(algorithm_, *experiment_.mutable_algorithm());
}

const std::vector<double>& RunSetup::optimum() const {
  return std::visit([](const auto& f) -> const std::vector<double>& { return f.optimum(); },
                    *objective_);
}

double RunSetup::radius() const {
  return radius_.get([this] { return ball_radius(experiment_.objective(), *objective_); });
}

double RunSetup::value(std::span<const double> x) const {
  return std::visit([&](const auto& f) { return f.value(x); }, *objective_);
}

MachineShape RunSetup::machine_shape(std::uint64_t seed) const {
  return std::visit(
      [&](const auto& algorithm, const auto& f) {
        return MachineShape{
            .layout = {static_cast<std::uint32_t>(f.dimension()), algorithm.kCounters},
            .workers = experiment_.workers(),
            .operations_max = algorithm.operations_max(f),
            .specials_max = algorithm.kSpecialsMax,
            .doubles_owned = algorithm.doubles_owned(f),
            .stack_bytes = experiment_.machine().stack(),
            .seed = seed};
      },
      algorithm_, *objective_);
}

}  // namespace hogtie
