#pragma once

#include <cstdint>

#include "proto/experiment.pb.h"
#include "sim/machine/machine.h"

namespace hogtie {

/// The memory that a run takes, in bytes: of a machine of this kind, what watches it, and its
/// adversary. Threads are counted as if they were recorded.
double memory_needed(const MachineShape& shape, proto::MachineKind machine);

/// What it may take: `limit` bytes (limits.memory), or 100 times the bytes of its data file,
/// whichever is more, but at most half of the memory there is.
double memory_allowed(std::uint64_t limit, std::uint64_t file_bytes);

/// Throws InputError where it needs more than it may take: the operating system would end the
/// program, after minutes perhaps.
void check_memory(const MachineShape& shape, proto::MachineKind machine, std::uint64_t limit,
                  std::uint64_t file_bytes);

}  // namespace hogtie
