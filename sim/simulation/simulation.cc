#include "sim/simulation/simulation.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <variant>

#include "adversaries/registry.h"
#include "core/algorithms/any_algorithm.h"
#include "core/error.h"
#include "core/text/quote.h"
#include "sim/machine/simulated_memory.h"
#include "sim/trace/trace_schedule.h"

namespace hogtie {
namespace {

/// The schedule of a trace, for a run of so many workers.
std::unique_ptr<ScheduleSource> recorded_schedule(const std::string& path, std::uint32_t workers) {
  auto schedule = std::make_unique<TraceSchedule>(TraceFile::regular(path));
  const std::uint32_t scheduled = schedule->reader().header().experiment().workers();
  if (scheduled > workers) {
    throw InputError(
        quote(path) + " schedules " + std::to_string(scheduled) + " workers, and this run has " +
        std::to_string(workers) +
        "; follow a trace of at most as many, or set workers=" + std::to_string(scheduled));
  }
  return schedule;
}

}  // namespace

Simulation::Simulation(const proto::Experiment& experiment)
    : Simulation(std::make_unique<const RunSetup>(experiment)) {}

Simulation::Simulation(std::unique_ptr<const RunSetup> own)
    : Simulation(*own, own->experiment().seed()) {
  own_setup_ = std::move(own);
}

Simulation::Simulation(const RunSetup& setup, std::uint64_t seed)
    : setup_(&setup), experiment_(setup.experiment()) {
  experiment_.set_seed(seed);
  const MachineShape shape = setup.machine_shape(seed);
  operations_max_ = shape.operations_max;
  machine_ = std::make_unique<Machine>(shape);
  std::copy(initial().begin(), initial().end(), machine_->execution().cells.begin());
  machine_->set_spin_limit(experiment_.limits().spins());
  if (experiment_.limits().has_steps()) {
    machine_->set_step_limit(experiment_.limits().steps());
  }
}

std::span<const double> Simulation::model() const {
  return std::span(machine_->execution().cells).first(setup_->initial().size());
}

/// At most, for EpochSGD: an iteration takes no more than the operations that are pending at once,
/// and every worker takes one more step to find that no iteration is left. Of other algorithms, of
/// this order.
std::uint64_t Simulation::steps_max() const {
  constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();
  const proto::Algorithm& algorithm = experiment_.algorithm();
  const std::uint64_t limit =
      experiment_.limits().has_steps() ? experiment_.limits().steps() : kAll;
  const std::uint64_t epochs = algorithm.has_epochs() ? algorithm.epochs() : 1;
  const std::uint64_t last = experiment_.workers();
  // Iterations are at most 1e15, epochs 1000.
  const std::uint64_t iterations = epochs * algorithm.iterations();
  if (iterations > (kAll - last) / operations_max_) return limit;
  return std::min(limit, iterations * operations_max_ + last);
}

std::unique_ptr<Adversary> Simulation::make_adversary() const {
  const std::uint32_t workers = experiment_.workers();
  return hogtie::make_adversary(
      experiment_.adversary(),
      {workers, experiment_.seed(),
       [workers](const std::string& path) { return recorded_schedule(path, workers); },
       &objective(), experiment_.algorithm().step_size(), steps_max()});
}

void Simulation::begin() {
  std::visit(
      [this](const auto& algorithm) {
        begin_simulation(*machine_, [&algorithm, &f = objective()](SimulatedMemory& memory) {
          algorithm(memory, f);
        });
      },
      setup_->algorithm());
}

Ending Simulation::run(Adversary& adversary) {
  begin();
  machine_->advance(adversary, std::numeric_limits<std::uint64_t>::max());
  return machine_->end();
}

}  // namespace hogtie
