#pragma once

#include "proto/trace.pb.h"
#include "sim/run/simulation.h"

namespace hogtie {

/// The metrics of a run, gathered while it goes.
class Measurement {
 public:
  explicit Measurement(const Simulation& simulation);

  void attach(Machine& machine);

  /// After the run.
  proto::Metrics metrics(const Simulation& simulation);
};

}  // namespace hogtie
