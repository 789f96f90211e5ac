#pragma once

#include <functional>
#include <span>

#include "core/execution/convergence_monitor.h"
#include "core/execution/delay_monitor.h"
#include "proto/trace.pb.h"

namespace hogtie {

/// Fills `iterations` (those that ended), tau_max, tau_avg and the delays in the three orders,
/// after DelayMonitor::finish.
void report(const DelayMonitor& monitor, proto::Metrics& metrics);

/// Fills hitting_time and hitting_step where there was a hit, and clears them otherwise.
void report(const ConvergenceMonitor& monitor, proto::Metrics& metrics);

/// Fills final_distance, ||x - x*||, and final_loss, f(x), of the model at the end of a run.
void report_final(std::span<const double> model, std::span<const double> optimum,
                  const std::function<double(std::span<const double>)>& value,
                  proto::Metrics& metrics);

}  // namespace hogtie
