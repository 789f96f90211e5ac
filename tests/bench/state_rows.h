#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "adversaries/strategies/uniform.h"
#include "core/monitors/convergence_monitor.h"
#include "core/monitors/delay_monitor.h"
#include "sim/simulation/simulation.h"
#include "sim/simulation/success_region.h"
#include "tests/bench/row.h"
#include "tests/bench/size.h"
#include "tests/bench/workload.h"

namespace hogtie::bench {

/// A machine that is in the middle of a run of EpochSGD under the adversary uniform.
class RunInProgress {
 public:
  /// After so many steps. With monitors, delays and convergence are measured.
  RunInProgress(std::uint64_t prefix, bool has_monitors) : simulation_(experiment()) {
    if (has_monitors) {
      delays_.emplace(Workload::kWorkers);
      convergence_.emplace(Workload::kWorkers, simulation_.initial(), simulation_.setup().target(),
                           success_region(simulation_.setup()), 1, simulation_.setup().landscape());
      machine().add_reader(*delays_);
      machine().add_reader(*convergence_);
    }
    simulation_.begin();
    machine().advance(*adversary_, prefix);
  }

  Machine& machine() { return simulation_.machine(); }
  Adversary& adversary() { return *adversary_; }

 private:
  static proto::Experiment experiment() {
    proto::Experiment experiment;
    experiment.set_workers(Workload::kWorkers);
    experiment.mutable_objective()->set_name("quadratic");
    experiment.mutable_objective()->set_dimension(Workload::kDimension);
    experiment.mutable_objective()->set_noise(0.1);
    experiment.mutable_algorithm()->set_name("epoch_sgd");
    experiment.mutable_algorithm()->set_step_size(0.1);
    experiment.mutable_algorithm()->set_iterations(std::uint64_t{1} << 40);
    return experiment;
  }

  Simulation simulation_;
  std::unique_ptr<Adversary> adversary_ = std::make_unique<Uniform>(Workload::kSeed);
  std::optional<DelayMonitor> delays_;
  std::optional<ConvergenceMonitor> convergence_;
};

inline constexpr std::uint64_t kStepsOfIteration = 2 * Workload::kDimension + 1;

/// Saves the state and the adversary's, executes as many steps as an iteration has, and goes back:
/// so many times. Its speed is in visits a second.
inline Side visits(std::uint64_t count, std::uint64_t prefix, bool has_monitors) {
  return {[=] {
            RunInProgress run(prefix, has_monitors);
            return timed([&]() -> std::vector<double> {
              for (std::uint64_t k = 0; k < count; ++k) {
                const MachineState state = run.machine().save();
                const std::unique_ptr<Adversary> adversary = run.adversary().clone();
                run.machine().advance(*adversary, prefix + kStepsOfIteration);
                run.machine().restore(state);
              }
              return {};
            });
          },
          count};
}

/// The same steps one after the other.
inline Side iterations(std::uint64_t count) {
  return {[=] {
            RunInProgress run(0, false);
            return timed([&]() -> std::vector<double> {
              run.machine().advance(run.adversary(), count * kStepsOfIteration);
              return {};
            });
          },
          count};
}

/// So many steps from the begin on, once.
inline Side prefix_run(std::uint64_t prefix) {
  return {[=] {
            return timed([&]() -> std::vector<double> {
              const RunInProgress run(prefix, false);
              return {};
            });
          },
          1};
}

/// What saved states cost.
inline std::vector<Row> state_rows(const Size& size) {
  const std::uint64_t count = size.steps(100'000);
  const std::uint64_t prefix = size.steps(1'000'000);
  return {
      {.name = "save, an iteration and back: time, an iteration in a run as 1",
       .measured = visits(count, prefix, false),
       .reference = iterations(count),
       .is_time = true},
      {.name = "the same with monitors of delays and convergence",
       .measured = visits(count, prefix, true),
       .reference = iterations(count),
       .is_time = true},
      {.name = "save, an iteration and back: time, a prefix of 1000000 steps as 1",
       .measured = visits(count, prefix, false),
       .reference = prefix_run(prefix),
       .wanted = 1e-3,
       .is_time = true},
  };
}

}  // namespace hogtie::bench
