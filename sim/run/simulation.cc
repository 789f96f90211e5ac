#include "sim/run/simulation.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <type_traits>
#include <variant>

#include "adversaries/registry.h"
#include "core/algorithms/registry.h"
#include "core/settings/ranges.h"
#include "sim/machine/simulated_memory.h"
#include "sim/trace/trace_schedule.h"

namespace hogtie {
namespace {

std::size_t dimension(const AnyObjective& objective) {
  return std::visit([](const auto& f) { return f.dimension(); }, objective);
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

}  // namespace

Simulation::Simulation(const proto::Experiment& experiment)
    : experiment_(experiment), objective_(make_objective(experiment.objective())) {
  check_ranges(experiment_);
  const proto::Algorithm& settings = experiment_.algorithm();
  check_algorithm(settings);
  record_data(objective_, experiment_);
  initial_ = initial_point(experiment_.objective(), objective_);

  const std::size_t d = dimension(objective_);
  if (settings.view() == proto::MODEL) {
    all_coordinates_.resize(d);
    std::iota(all_coordinates_.begin(), all_coordinates_.end(), 0u);
  }
  algorithm_ = {settings.step_size(), settings.iterations(), all_coordinates_};

  MachineShape shape{};
  shape.layout = {static_cast<std::uint32_t>(d), EpochSgd::kCounters};
  shape.workers = experiment_.workers();
  std::visit(
      [&](const auto& f) {
        shape.operations_max = algorithm_.operations_max(f);
        shape.doubles_owned = algorithm_.doubles_owned(f);
      },
      objective_);
  shape.specials_max = EpochSgd::kSpecialsMax;
  shape.stack_bytes = experiment_.machine().stack();
  shape.seed = experiment_.seed();
  operations_max_ = shape.operations_max;
  machine_ = std::make_unique<Machine>(shape);
  std::copy(initial_.begin(), initial_.end(), machine_->execution().cells.begin());
  if (experiment_.limits().has_steps()) {
    machine_->set_step_limit(experiment_.limits().steps());
  }
}

std::span<const double> Simulation::model() const {
  return std::span(machine_->execution().cells).first(initial_.size());
}

/// At most: an iteration takes no more than the operations that are pending at once, and every
/// worker takes one more step to find that no iteration is left.
std::uint64_t Simulation::steps_max() const {
  constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t limit =
      experiment_.limits().has_steps() ? experiment_.limits().steps() : kAll;
  const std::uint64_t last = experiment_.workers();
  if (algorithm_.iterations > (kAll - last) / operations_max_) return limit;
  return std::min(limit, algorithm_.iterations * operations_max_ + last);
}

std::unique_ptr<Adversary> Simulation::make_adversary() const {
  return hogtie::make_adversary(
      experiment_.adversary(),
      {experiment_.workers(), experiment_.seed(),
       [](const std::string& path) { return std::make_unique<TraceSchedule>(path); }, &objective_,
       algorithm_.step_size, steps_max()});
}

Ending Simulation::run(Adversary& adversary) {
  return std::visit(
      [&](const auto& f) {
        return simulate(*machine_, adversary,
                        [&](SimulatedMemory& memory) { algorithm_(memory, f); });
      },
      objective_);
}

}  // namespace hogtie
