#include "sim/machine/heap_watch.h"

#if !defined(NDEBUG) && !defined(HOGTIE_ASAN) && !defined(HOGTIE_TSAN)
#include <cstddef>
#include <cstdlib>
#include <new>

namespace hogtie {
namespace {

/// Belongs to the thread, since `new` does: a machine is run by one thread at a time.
thread_local std::int64_t blocks = 0;

}  // namespace

std::int64_t heap_blocks() {
  return blocks;
}

}  // namespace hogtie

// Weak, so that a program may have its own. The other forms of `new` come down to this one, but for
// aligned ones, which are not counted.

[[gnu::weak]] void* operator new(std::size_t size) {
  for (;;) {
    void* const memory = std::malloc(size == 0 ? 1 : size);  // NOLINT(*-no-malloc)
    if (memory != nullptr) {
      ++hogtie::blocks;
      return memory;
    }
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

[[gnu::weak]] void operator delete(void* memory) noexcept {
  if (memory != nullptr) --hogtie::blocks;
  std::free(memory);  // NOLINT(*-no-malloc)
}

[[gnu::weak]] void operator delete(void* memory, std::size_t) noexcept {
  if (memory != nullptr) --hogtie::blocks;
  std::free(memory);  // NOLINT(*-no-malloc)
}
#endif
