#include "core/theory/delay_sum_bounds.h"

#include <algorithm>
#include <cmath>

#include "core/theory/premise.h"

namespace hogtie {

double published_delay_sum_bound(std::uint64_t tau_max, std::uint64_t workers) {
  require_premise(workers >= 1, "n >= 1");
  return 2 * std::sqrt(static_cast<double>(tau_max) * static_cast<double>(workers));
}

std::uint64_t proved_delay_sum_bound(std::uint64_t tau_max, std::uint64_t workers) {
  require_premise(workers >= 1, "n >= 1");
  const auto bound = [&](std::uint64_t window) {
    const std::uint64_t windows = tau_max / window + (tau_max % window != 0 ? 1 : 0);
    return window + (workers - 1) * windows;
  };
  // A window that is the best sum already cannot improve on it.
  std::uint64_t best = bound(workers);
  for (std::uint64_t window = 2 * workers; window < best; window += workers) {
    best = std::min(best, bound(window));
  }
  return best;
}

std::uint64_t delay_sum_bound_by_end(std::uint64_t workers) {
  require_premise(workers >= 1, "n >= 1");
  return workers - 1;
}

}  // namespace hogtie
