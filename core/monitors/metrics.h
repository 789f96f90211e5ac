#pragma once

#include <span>

#include "core/monitors/convergence_monitor.h"
#include "core/monitors/delay_monitor.h"
#include "core/monitors/objective_probe.h"
#include "proto/trace.pb.h"

namespace hogtie {

/// Fills `iterations` (those that ended), tau_max, tau_avg and the delays in the three orders,
/// after DelayMonitor::finish.
void report(const DelayMonitor& monitor, proto::Metrics& metrics);

/// Fills hitting_time and hitting_step where there was a hit, and clears them otherwise.
void report(const ConvergenceMonitor& monitor, proto::Metrics& metrics);

/// Fills final_distance, ||x - x*||, final_loss, f(x), and final_gradient_norm, ||grad f(x)||, of
/// the model at the end of a run; the first where there is x*, else `optimum` is empty.
void report_final(std::span<const double> model, std::span<const double> optimum,
                  const ObjectiveProbe& f, proto::Metrics& metrics);

}  // namespace hogtie
