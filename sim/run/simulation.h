#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "adversaries/adversary.h"
#include "core/algorithms/epoch_sgd.h"
#include "core/objectives/registry.h"
#include "proto/experiment.pb.h"
#include "sim/machine/machine.h"

namespace hogtie {

/// An experiment set up on a simulated machine, ready to run once. Simulations share nothing.
class Simulation {
 public:
  /// Reads data, builds the machine and places x_0. Throws InputError where the experiment is not
  /// one that can be run.
  explicit Simulation(const proto::Experiment& experiment);

  /// The experiment, with what its data turned out to be.
  const proto::Experiment& experiment() const { return experiment_; }
  Machine& machine() { return *machine_; }
  const AnyObjective& objective() const { return objective_; }
  const std::vector<double>& initial() const { return initial_; }
  std::size_t operations_max() const { return operations_max_; }

  /// The model X[0..d) as it stands.
  std::span<const double> model() const;

  /// The adversary that the experiment names. It must not outlive this.
  std::unique_ptr<Adversary> make_adversary() const;

  Ending run(Adversary& adversary);

 private:
  std::uint64_t steps_max() const;

  proto::Experiment experiment_;
  AnyObjective objective_;
  std::vector<double> initial_;
  std::vector<std::uint32_t> all_coordinates_;  // where an iteration reads the whole model
  EpochSgd algorithm_;
  std::size_t operations_max_ = 0;
  std::unique_ptr<Machine> machine_;
};

}  // namespace hogtie
