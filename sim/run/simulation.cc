#include "sim/run/simulation.h"

#include <unistd.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <variant>

#include "adversaries/registry.h"
#include "core/algorithms/registry.h"
#include "core/error.h"
#include "core/execution/iteration_record.h"
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

/// Refuses what the operating system would end the program for, after minutes perhaps.
void check_memory(const MachineShape& shape) {
  // Of an operation: register and value in the worker's script, and an entry of its iteration's
  // record, which the delays are measured with.
  constexpr std::uint64_t kOperationBytes = sizeof(std::uint32_t) + sizeof(double) + sizeof(Access);
  const double needed = static_cast<double>(shape.workers) *
                        static_cast<double>(shape.operations_max * kOperationBytes +
                                            shape.doubles_owned * sizeof(double));
  const double there =
      static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  if (needed <= there) return;
  const auto gigabytes = [](double bytes) {
    return std::to_string(static_cast<std::uint64_t>(bytes / 1e9)) + " GB";
  };
  throw InputError(std::to_string(shape.workers) + " workers with up to " +
                   std::to_string(shape.operations_max) + " operations pending need " +
                   gigabytes(needed) + " of memory, this computer has " + gigabytes(there) +
                   "; set fewer workers or a smaller dimension");
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
  check_memory(shape);
  machine_ = std::make_unique<Machine>(shape);
  std::copy(initial_.begin(), initial_.end(), machine_->execution().cells.begin());
  if (experiment_.limits().has_steps()) {
    machine_->set_step_limit(experiment_.limits().steps());
  }
}

std::span<const double> Simulation::model() const {
  return std::span(machine_->execution().cells).first(initial_.size());
}

std::unique_ptr<Adversary> Simulation::make_adversary() const {
  return hogtie::make_adversary(
      experiment_.adversary(),
      {experiment_.workers(), experiment_.seed(),
       [](const std::string& path) { return std::make_unique<TraceSchedule>(path); }});
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
