#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "core/monitors/convergence_monitor.h"
#include "sim/simulation/simulation.h"

namespace hogtie {

/// A monitor of the simulation's iterates: of x_t, or what its algorithm makes of it, with the
/// success region of its experiment. Distances are noted at `curve_times`, which are not copied;
/// the ball is ||x - x*||² <= ball. Throws as success_region. The simulation's setup must outlive
/// it.
ConvergenceMonitor convergence_of(const Simulation& simulation,
                                  std::span<const std::uint64_t> curve_times = {},
                                  double ball = std::numeric_limits<double>::infinity());

}  // namespace hogtie
