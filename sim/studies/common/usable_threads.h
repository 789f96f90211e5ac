#pragma once

#include <cstdint>

#include "sim/simulation/run_setup.h"

namespace hogtie {

/// The number of threads for a study that asks for `wanted`: so many that the stacks of all workers
/// have guard pages, and that the machines fit into the memory that a run may take. At least 1.
std::uint32_t usable_threads(const RunSetup& setup, std::uint32_t wanted);

}  // namespace hogtie
