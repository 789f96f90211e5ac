#pragma once

#include <cstdint>

#include "sim/machine/machine.h"

namespace hogtie {

/// Throws InputError for a run whose machine would take more memory than `limit` bytes
/// (limits.memory), or 100 times the bytes of its data file, whichever is more; or more than half
/// of the memory there is, for which the operating system would end the program, after minutes
/// perhaps.
void check_memory(const MachineShape& shape, std::uint64_t limit, std::uint64_t file_bytes);

}  // namespace hogtie
