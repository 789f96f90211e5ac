#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "adversaries/interface/adversary.h"
#include "core/objectives/objective.h"
#include "proto/experiment.pb.h"
#include "sim/machine/machine.h"
#include "sim/simulation/run_setup.h"

namespace hogtie {

/// An experiment set up on a simulated machine, ready to run once. Simulations share nothing but
/// their setup, which does not change.
class Simulation {
 public:
  /// Sets the experiment up for this run alone; throws what RunSetup throws.
  explicit Simulation(const proto::Experiment& experiment);

  /// Builds the machine and places x_0; a run with this seed in place of the experiment's. The
  /// setup must outlive this.
  Simulation(const RunSetup& setup, std::uint64_t seed);

  /// The experiment, with what its data and constants turned out to be.
  const proto::Experiment& experiment() const { return experiment_; }
  const RunSetup& setup() const { return *setup_; }
  Machine& machine() { return *machine_; }
  const Machine& machine() const { return *machine_; }
  const Objective& objective() const { return setup_->objective(); }
  const std::vector<double>& initial() const { return setup_->initial(); }
  std::size_t operations_max() const { return operations_max_; }

  /// The model X[0..d) as it stands.
  std::span<const double> model() const;

  /// The adversary that the experiment names. It must not outlive this.
  std::unique_ptr<Adversary> make_adversary() const;

  /// Begins the run; Machine::advance goes on with it.
  void begin();

  /// The whole run.
  Ending run(Adversary& adversary);

 private:
  explicit Simulation(std::unique_ptr<const RunSetup> own);
  std::uint64_t steps_max() const;

  std::unique_ptr<const RunSetup> own_setup_;  // null where it is shared
  const RunSetup* setup_;
  proto::Experiment experiment_;
  std::size_t operations_max_ = 0;
  std::unique_ptr<Machine> machine_;
};

}  // namespace hogtie
