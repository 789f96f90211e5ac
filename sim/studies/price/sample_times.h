#pragma once

#include <cstdint>
#include <vector>

namespace hogtie {

/// Times at which a decay is sampled over a run of so many iterations: multiples k of `unit` >= 1,
/// every one up to k = 256, then every second up to 512, every fourth up to 1024, and so on. So a
/// fast decay has samples before it vanishes, and a long run has no more than 128 for each
/// doubling.
std::vector<std::uint64_t> sample_times(std::uint64_t iterations, std::uint64_t unit);

}  // namespace hogtie
