#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/algorithms/registry.h"
#include "core/objectives/registry.h"
#include "proto/experiment.pb.h"
#include "sim/machine/machine.h"

namespace hogtie {

/// What all runs of an experiment have in common, whatever their seed: objective, data, x_0 and
/// algorithm. It does not change, so runs on several threads can share it.
class RunSetup {
 public:
  /// Reads data. Throws InputError where the experiment is not one that can be run.
  explicit RunSetup(const proto::Experiment& experiment);

  /// The same with the objective of another setup, and its settings, in place of its own: data is
  /// not read again, nor x* computed.
  RunSetup(const proto::Experiment& experiment, const RunSetup& other);

  RunSetup(const RunSetup&) = delete;
  RunSetup& operator=(const RunSetup&) = delete;

  /// The experiment, with what its data and constants turned out to be.
  const proto::Experiment& experiment() const { return experiment_; }
  const AnyObjective& objective() const { return *objective_; }
  const std::vector<double>& initial() const { return initial_; }
  const AnyAlgorithm& algorithm() const { return algorithm_; }

  const std::vector<double>& optimum() const;
  double value(std::span<const double> x) const;

  /// R of the ball over which the constant M is taken.
  double radius() const { return radius_; }

  /// What a machine for a run of this seed is built for.
  MachineShape machine_shape(std::uint64_t seed) const;

 private:
  /// Of checked settings; makes the objective where none is given.
  RunSetup(proto::Experiment experiment, std::shared_ptr<const AnyObjective> objective);

  proto::Experiment experiment_;
  std::shared_ptr<const AnyObjective> objective_;
  std::vector<double> initial_;
  double radius_;
  std::vector<std::uint32_t> all_coordinates_;  // where an iteration reads the whole model
  AnyAlgorithm algorithm_;
};

}  // namespace hogtie
