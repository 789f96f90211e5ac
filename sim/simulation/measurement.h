#pragma once

#include <limits>
#include <optional>
#include <span>

#include "core/monitors/convergence_monitor.h"
#include "core/monitors/delay_monitor.h"
#include "core/monitors/lost_updates.h"
#include "proto/trace.pb.h"
#include "sim/simulation/crash_reader.h"
#include "sim/simulation/memory_limit_reader.h"
#include "sim/simulation/simulation.h"

namespace hogtie {

/// The metrics of a run, gathered while it goes.
class Measurement {
 public:
  /// Observes the machine of the simulation, which must outlive this, as must the times at which
  /// the convergence monitor notes distances; `ball` is its ball, too. Ends the run as MEMORY_LIMIT
  /// where it would keep too much. Throws as success_region.
  explicit Measurement(Simulation& simulation, std::span<const std::uint64_t> curve_times = {},
                       double ball = std::numeric_limits<double>::infinity());

  /// Notes f(x_t), too, at the times of the curve. To be called before the run.
  void note_losses() { convergence_.note_losses(); }

  /// After the run.
  proto::Metrics metrics();

  /// Whether the model is in X[0..d), which delays are about.
  bool has_delays() const;
  const DelayMonitor& delays() const { return delays_; }
  const ConvergenceMonitor& convergence() const { return convergence_; }

 private:
  Simulation& simulation_;
  DelayMonitor delays_;
  std::optional<LostUpdates> lost_;  // where the algorithm can lose some
  CrashReader crashes_;
  MemoryLimitReader memory_limit_;
  ConvergenceMonitor convergence_;
};

}  // namespace hogtie
