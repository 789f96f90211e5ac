#include "core/theory/bad_iterations.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/theory/premise.h"

namespace hogtie {

std::uint64_t bad_iterations_bound(std::uint64_t workers) {
  require_premise(workers >= 1, "n >= 1");
  return workers - 1;
}

std::uint64_t most_bad_iterations(std::span<const IterationSpan> iterations, std::uint64_t window,
                                  IterationOrder order) {
  require_premise(window >= 1, "K n >= 1");
  require_premise(order != kByFirstUpdate, "the order is by start or by end");
  std::vector<IterationSpan> ordered(iterations.begin(), iterations.end());
  if (order == kByEnd) {
    std::erase_if(ordered, [](const IterationSpan& i) { return i.end == kNoStep; });
    std::sort(ordered.begin(), ordered.end(),
              [](const IterationSpan& a, const IterationSpan& b) { return a.end < b.end; });
  }
  // The others that start or end during an iteration are those right behind it, or right before it.
  std::vector<bool> bad(ordered.size());
  std::uint64_t in_window = 0;
  std::uint64_t most = 0;
  for (std::size_t k = 0; k < ordered.size(); ++k) {
    if (order == kByEnd) {
      bad[k] = k >= window && ordered[k - window].end >= ordered[k].start;
    } else {
      bad[k] = window < ordered.size() - k && ordered[k + window].start <= ordered[k].end;
    }
    if (bad[k]) ++in_window;
    if (k >= window && bad[k - window]) --in_window;
    most = std::max(most, in_window);
  }
  return most;
}

}  // namespace hogtie
