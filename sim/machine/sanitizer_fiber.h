#pragma once

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#define HOGTIE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HOGTIE_ASAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define HOGTIE_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HOGTIE_TSAN 1
#endif
#endif

#if defined(HOGTIE_ASAN)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if defined(HOGTIE_TSAN)
#include <sanitizer/tsan_interface.h>
#endif

namespace hogtie {

/// What the sanitizers must be told of a stack that is switched to; empty, and free, without them.
class SanitizerFiber {
 public:
  /// The stack that the caller runs on.
  void adopt_current() {
#if defined(HOGTIE_TSAN)
    tsan_ = __tsan_get_current_fiber();
#endif
  }

  void create([[maybe_unused]] const void* bottom, [[maybe_unused]] std::size_t size) {
#if defined(HOGTIE_ASAN)
    bottom_ = bottom;
    size_ = size;
    // What an earlier stack at this address was left with, since its last frames never return.
    __asan_unpoison_memory_region(bottom, size);
#endif
#if defined(HOGTIE_TSAN)
    tsan_ = __tsan_create_fiber(0);
#endif
  }

  void destroy() {
#if defined(HOGTIE_TSAN)
    if (tsan_ != nullptr) __tsan_destroy_fiber(tsan_);
    tsan_ = nullptr;
#endif
  }

  /// Called on this stack, right before the switch to `target`; `ends`: this one is not resumed.
  void leave([[maybe_unused]] SanitizerFiber& target, [[maybe_unused]] bool ends) {
#if defined(HOGTIE_ASAN)
    __sanitizer_start_switch_fiber(ends ? nullptr : &fake_stack_, target.bottom_, target.size_);
#endif
#if defined(HOGTIE_TSAN)
    __tsan_switch_to_fiber(target.tsan_, 0);
#endif
  }

  /// Called on this stack, right after it has been switched to from `source`.
  void enter([[maybe_unused]] SanitizerFiber& source) {
#if defined(HOGTIE_ASAN)
    __sanitizer_finish_switch_fiber(fake_stack_, &source.bottom_, &source.size_);
#endif
  }

 private:
#if defined(HOGTIE_ASAN)
  void* fake_stack_ = nullptr;
  const void* bottom_ = nullptr;
  std::size_t size_ = 0;
#endif
#if defined(HOGTIE_TSAN)
  void* tsan_ = nullptr;
#endif
};

}  // namespace hogtie
