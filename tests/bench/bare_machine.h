#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/algorithms/epoch_sgd.h"
#include "sim/machine/simulated_memory.h"
#include "sim/simulation/trace_header.h"
#include "sim/trace/recorder.h"
#include "tests/bench/timed.h"
#include "tests/bench/workload.h"

namespace hogtie::bench {

/// EpochSGD on the machine, with no command around it.
struct BareMachine {
  Workload workload;
  std::uint32_t dimension = Workload::kDimension;
  std::uint32_t workers = Workload::kWorkers;
  std::string trace = {};  ///< The file that the run is recorded to; none if empty.

  /// Times the run, but not the set-up of the machine.
  template <class Picks>
  Timed run() const {
    const Quadratic objective = workload.objective(dimension);
    const EpochSgd sgd{workload.step_size(), std::numeric_limits<std::uint64_t>::max(), {}};
    return run_program<Picks>([&](SimulatedMemory& memory) { sgd(memory, objective); });
  }

  /// The same algorithm, which submits one operation at a time. Its dimension is 8.
  template <class Picks>
  Timed run_one_at_a_time() const {
    const Quadratic objective = workload.objective();
    return run_program<Picks>([&](SimulatedMemory& memory) {
      constexpr std::uint32_t d = Workload::kDimension;
      double view[d];
      double update[d];
      for (;;) {
        memory.begin_iteration(memory.fetch_add(CounterRegister{0}, 1));
        for (std::uint32_t j = 0; j < d; ++j) view[j] = memory.read(DoubleRegister{j});
        objective.gradient({}, view, memory.coins(), update);
        for (std::uint32_t j = 0; j < d; ++j) {
          memory.fetch_add(DoubleRegister{j}, -workload.step_size() * update[j]);
        }
      }
    });
  }

 private:
  template <class Picks, class WorkerProgram>
  Timed run_program(const WorkerProgram& program) const {
    Machine machine({.layout = {dimension, 1},
                     .workers = workers,
                     .operations_max = operations_max(),
                     .scalars_max = 1,
                     .doubles_owned = 0,
                     .stack_bytes = 16384,
                     .seed = Workload::kSeed});
    const auto x = machine.execution().cells.begin();
    std::fill_n(x, dimension, 1.0);
    machine.set_step_limit(workload.steps);
    Picks adversary;
    return timed([&] {
      simulate_recorded(machine, adversary, program);
      return std::vector<double>(x, x + dimension);
    });
  }

  template <class WorkerProgram>
  void simulate_recorded(Machine& machine, Adversary& adversary,
                         const WorkerProgram& program) const {
    std::optional<Recorder> recorder;
    if (!trace.empty()) {
      proto::Experiment experiment;
      experiment.set_workers(workers);
      recorder.emplace(trace, make_header(experiment), machine.execution(), operations_max());
      machine.add_reader(*recorder);
    }
    simulate(machine, adversary, program);
    if (recorder) {
      proto::Footer footer;
      footer.set_verdict(proto::STEP_LIMIT);
      recorder->finish(std::move(footer), machine.execution());
    }
  }

  std::size_t operations_max() const { return 2 * std::size_t{dimension} + 1; }
};

}  // namespace hogtie::bench
