#pragma once

#include <span>
#include <vector>

#include "core/monitors/convergence_monitor.h"
#include "sim/simulation/run_setup.h"

namespace hogtie {

/// What is followed in place of x_t where the algorithm's result is not the model X: the average,
/// or what its registers say. Empty where it is. The setup must outlive it.
ConvergenceMonitor::Derive derived_iterates(const RunSetup& setup);

/// What the algorithm makes of the registers as they stand.
std::vector<double> result(const RunSetup& setup, const Execution& execution);
std::vector<double> result(const RunSetup& setup, const RegisterLayout& layout,
                           std::span<const double> cells);

}  // namespace hogtie
