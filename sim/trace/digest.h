#pragma once

#include <cstdint>
#include <span>

#include "core/execution/execution.h"
#include "proto/trace.pb.h"

namespace hogtie {

/// XXH3-64 of the bits of all registers, and of every worker's state: its iteration, where it
/// stands in its pending operations, their operands and results, and how many coins it has flipped.
proto::Checkpoint digest(const Execution& execution);

/// The digest of the registers alone, in the order of their numbers.
std::uint64_t digest_registers(std::span<const double> cells);

/// Number of 64-bit words that `digest` reads.
std::uint64_t digest_words(const Execution& execution, std::size_t operations_max);

}  // namespace hogtie
