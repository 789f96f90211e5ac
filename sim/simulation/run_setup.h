#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/algorithms/registry.h"
#include "core/monitors/objective_probe.h"
#include "core/numeric/lazy.h"
#include "core/objectives/objective.h"
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

  /// The same with an objective that is made already, such as one over a part of a data set;
  /// `experiment` has its settings.
  RunSetup(const proto::Experiment& experiment, std::shared_ptr<const Objective> objective);

  RunSetup(const RunSetup&) = delete;
  RunSetup& operator=(const RunSetup&) = delete;

  /// The experiment, with what its data and constants turned out to be.
  const proto::Experiment& experiment() const { return experiment_; }
  const Objective& objective() const { return *objective_; }
  const std::vector<double>& initial() const { return initial_; }
  const AnyAlgorithm& algorithm() const { return *algorithm_; }

  /// x*, computed at the first call where the objective has no formula for it; null where there is
  /// none. Throws as Objective::optimum.
  const std::vector<double>* optimum() const { return objective_->optimum(); }
  /// The same for monitors: empty where there is none.
  std::span<const double> target() const {
    return optimum() == nullptr ? std::span<const double>() : *optimum();
  }

  /// The objective as a run is measured by it; this must outlive it.
  ObjectiveProbe landscape() const;

  /// R of the ball over which the constant M is taken; none where there is no x*. Throws as
  /// optimum.
  std::optional<double> radius() const;

  /// What people should know of the data that were read, a line each.
  std::vector<std::string> data_notes() const;

  /// How many machines there is memory for at the same time: at least 1. Throws as machine_shape.
  std::uint32_t machines_max() const;

  /// What a machine for a run of this seed is built for. Throws InputError as check_memory.
  MachineShape machine_shape(std::uint64_t seed) const;

 private:
  std::uint64_t file_bytes() const;

  proto::Experiment experiment_;
  std::shared_ptr<const Objective> objective_;
  std::vector<double> initial_;
  Lazy<std::optional<double>> radius_;
  std::vector<std::uint32_t> all_coordinates_;
  std::shared_ptr<const AnyAlgorithm> algorithm_;
};

}  // namespace hogtie
