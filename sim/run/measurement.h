#pragma once

#include <functional>
#include <span>

#include "core/execution/convergence_monitor.h"
#include "core/execution/delay_monitor.h"
#include "proto/trace.pb.h"
#include "sim/run/crash_sink.h"
#include "sim/run/simulation.h"

namespace hogtie {

/// The metrics of a run, gathered while it goes.
class Measurement {
 public:
  /// Observes the machine of the simulation, which must outlive this.
  explicit Measurement(Simulation& simulation);

  /// After the run.
  proto::Metrics metrics();

 private:
  Simulation& simulation_;
  std::function<double(std::span<const double>)> value_;
  const std::vector<double>& optimum_;
  DelayMonitor delays_;
  CrashSink crashes_;
  ConvergenceMonitor convergence_;
};

}  // namespace hogtie
