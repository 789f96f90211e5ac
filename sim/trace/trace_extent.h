#pragma once

#include <cstdint>

#include "sim/trace/trace_file.h"

namespace hogtie {

/// How far a trace goes.
struct TraceExtent {
  std::uint64_t steps = 0;
  bool has_end = false;  ///< False of a trace that was cut short.
};

/// Reads the whole trace. Throws InputError if it cannot be read.
TraceExtent extent_of(const TraceFile& trace);

}  // namespace hogtie
