#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hogtie {

/// Whether stacks can be copied away and back: not under ThreadSanitizer, which keeps a history of
/// each stack, and not if AddressSanitizer keeps frames outside of stacks
/// (detect_stack_use_after_return).
bool can_copy_stacks();

/// The used part of a stack that nothing runs on, with AddressSanitizer's marks of it.
class StackImage {
 public:
  /// Appends a copy of `used` to `bytes`. Its size is a multiple of 8.
  static void append(std::span<const std::byte> used, std::vector<std::byte>& bytes);

  /// Puts the copy at the front of `bytes` back to `used`, and marks the rest of the stack, below,
  /// as unused. Returns what follows in `bytes`.
  static std::span<const std::byte> restore(std::span<const std::byte> bytes,
                                            std::span<std::byte> used, std::byte* bottom);
};

}  // namespace hogtie
