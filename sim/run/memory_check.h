#pragma once

#include <cstdint>

#include "sim/machine/machine.h"

namespace hogtie {

/// What the machine takes of memory for a run, in bytes, at most.
double memory_needed(const MachineShape& shape);

/// What it may take: `limit` bytes (limits.memory), or 100 times the bytes of its data file,
/// whichever is more, but at most half of the memory there is.
double memory_allowed(std::uint64_t limit, std::uint64_t file_bytes);

/// Throws InputError where it needs more than it may take: the operating system would end the
/// program, after minutes perhaps.
void check_memory(const MachineShape& shape, std::uint64_t limit, std::uint64_t file_bytes);

}  // namespace hogtie
