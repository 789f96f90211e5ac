#pragma once

#include <cstdint>
#include "sim/trace/trace_file.h"

namespace hogtie {

/// Steps that a trace records, as far as it goes. Throws InputError where it cannot be read.
std::uint64_t count_steps(const TraceFile& trace);

}  // namespace hogtie
