#pragma once

#include <cstdint>
#include <span>

#include "core/monitors/iteration_record.h"

namespace hogtie {

/// When an iteration took place, in steps.
struct IterationSpan {
  std::uint64_t start;
  std::uint64_t end;  ///< kNoStep for one that did not end.
};

/// Lemma 6.2 of Alistarh, De Sa and Konstantinov (2018) for n >= 1 workers. With a window of Kn, K
/// >= 1, an iteration is bad when at least Kn others start (order by start) or end (by end) during
/// it. Among any Kn that are consecutive in that order at most n - 1 are bad, whatever the
/// schedule: each of them is in progress when the first iteration after the window starts (the last
/// before it ends).
std::uint64_t bad_iterations_bound(std::uint64_t workers);

/// The most bad iterations in any window of an execution. The order is kByStart, over all
/// iterations begun, or kByEnd, over those that ended. Requires the iterations in the order of
/// their starts, and no two of different workers at one step. O(N log N).
std::uint64_t most_bad_iterations(std::span<const IterationSpan> iterations, std::uint64_t window,
                                  IterationOrder order);

}  // namespace hogtie
