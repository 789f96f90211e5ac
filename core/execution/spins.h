#pragma once

#include <cstdint>
#include <limits>

namespace hogtie {

/// Steps of an execution in which a worker only spins: it looked at what it waits for, and that had
/// not come.
struct Spins {
  std::uint64_t limit =
      std::numeric_limits<std::uint64_t>::max();  ///< Most spins in a row, at least 1.
  std::uint64_t count = 0;
  std::uint64_t in_a_row = 0;   ///< Without other steps in between.
  std::uint64_t last_step = 0;  ///< The step after the last spin.

  /// Counts one that was the last of `steps`. Returns whether so many may still come.
  bool note(std::uint64_t steps) {
    ++count;
    in_a_row = steps == last_step + 1 ? in_a_row + 1 : 1;
    last_step = steps;
    return in_a_row < limit;
  }
};

}  // namespace hogtie
