#pragma once

#include <cstdint>
#include <vector>

namespace hogtie {

/// The times t of a curve over a run of this many iterations: 0, then eight to a decade in about
/// equal ratios (1, 2, 3, ..., 10, 13, 18, 24, 32, 42, 56, 75, 100, ...), and the last.
std::vector<std::uint64_t> curve_times(std::uint64_t iterations);

}  // namespace hogtie
