#pragma once

#include "core/monitors/convergence_monitor.h"
#include "sim/simulation/run_setup.h"

namespace hogtie {

/// The success region that the experiment's settings describe. Throws InputError where it is
/// one of distance from x* and the objective has none; and as RunSetup::optimum.
SuccessRegion success_region(const RunSetup& setup);

}  // namespace hogtie
