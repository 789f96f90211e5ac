#pragma once

#include <cstdint>

#include "core/theory/premise.h"

namespace hogtie {

/// Average contention τ_avg, at most 2(n-1), in iterations, in every execution of n >= 1 workers
/// (Gibson and Gramoli 2015; Alistarh, De Sa and Konstantinov 2018 use it as 2n): each overlapping
/// pair is counted when its later iteration begins, and then at most n - 1 others are in progress.
inline std::uint64_t average_contention_bound(std::uint64_t workers) {
  require_premise(workers >= 1, "n >= 1");
  return 2 * (workers - 1);
}

}  // namespace hogtie
