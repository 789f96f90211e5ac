#pragma once

#include <cstdint>

namespace hogtie {

/// XXH3-64 of the bits of probe computations: contraction to fused multiply-add, rounding, excess
/// precision, denormals, quotients, square roots, reproducible_exp() and Gaussian coins. Where it
/// differs, a run may compute other numbers. Looks at the calling thread's floating-point
/// environment as it is now. Takes well below a millisecond.
std::uint64_t floating_point_fingerprint();

}  // namespace hogtie
