#pragma once

#include <cstdint>

#include "core/memory/shared_memory.h"

namespace hogtie {

/// C[0], from which workers draw the numbers of their iterations.
inline constexpr CounterRegister kIterationCounter{0};

/// Draws iteration after iteration while there are any, and calls `iterate(t)` in each.
template <SharedMemory M, class Iterate>
void draw_iterations(M& memory, std::uint64_t iterations, const Iterate& iterate) {
  for (;;) {
    const std::uint64_t t = memory.fetch_add(kIterationCounter, 1);
    if (t >= iterations) return;
    memory.begin_iteration(t);
    iterate(t);
    memory.end_iteration();
  }
}

}  // namespace hogtie
