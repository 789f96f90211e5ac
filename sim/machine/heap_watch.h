#pragma once

#include <cstdint>

#include "sim/machine/sanitizer_fiber.h"

namespace hogtie {

/// Whether this build counts the blocks of heap memory that workers own: a debug build without
/// sanitizers, which have a `new` of their own. Stacks that own some cannot be copied away and
/// back.
#if defined(NDEBUG) || defined(HOGTIE_ASAN) || defined(HOGTIE_TSAN)
inline constexpr bool kWatchesHeap = false;
#else
inline constexpr bool kWatchesHeap = true;
#endif

/// Blocks that this thread has taken with `new` less those that it has given back. Requires a build
/// that counts them. A program that replaces `new` itself counts none.
std::int64_t heap_blocks();

}  // namespace hogtie
