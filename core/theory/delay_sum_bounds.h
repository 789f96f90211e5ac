#pragma once

#include <cstdint>

namespace hogtie {

/// Bounds, in iterations, on the delay sum of n workers, the maximum over t of
/// Σ_{m>=1} 1{τ_{t+m} >= m} (see DelaySum), τ_max being the maximum contention.

/// 2 sqrt(τ_max n), as Lemma 6.4 of Alistarh, De Sa and Konstantinov (2018) states it. Not a bound
/// in the orders by start and by first update, where one stalled iteration can make the sum τ_max.
double published_delay_sum_bound(std::uint64_t tau_max, std::uint64_t workers);

/// In the order by end: the minimum over integers K >= 1 of K n + (n-1) ⌈τ_max / (K n)⌉, the
/// paper's argument with exact counts. O(sqrt(τ_max / n)) time.
std::uint64_t proved_delay_sum_bound(std::uint64_t tau_max, std::uint64_t workers);

/// In the order by end: n - 1, whatever τ_max. An iteration t + m of the sum misses an update of
/// one that ended no later than t, so it had begun before t ended; it ends after t; and it is
/// another worker's than t, of which there are n - 1, with one iteration each at the end of t.
std::uint64_t delay_sum_bound_by_end(std::uint64_t workers);

}  // namespace hogtie
