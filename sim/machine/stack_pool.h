#pragma once

#include <boost/context/stack_context.hpp>
#include <cstddef>
#include <cstdint>

namespace hogtie {

/// The stacks of all workers in one mapping; pages are resident only once touched. Below each stack
/// lie a reserve, which may not be touched before it is opened, and a guard page, as long as the
/// kernel's limit on mappings allows. Past that (kGuardedMax stacks) the lowest words of each stack
/// hold a pattern instead, which `intact` checks, and the one guard page lies below all of them.
///
/// The tops of the stacks are shifted against each other by cache lines, since otherwise equal
/// frames of different workers fall into the same cache sets.
class StackPool {
 public:
  /// Two mappings a stack, of the 65,530 that a process may have by default, and one more once a
  /// reserve is opened.
  static constexpr std::uint32_t kGuardedMax = 30'000;

  /// `stack_bytes` is rounded up to pages. Throws InputError where memory cannot be mapped.
  StackPool(std::uint32_t stacks, std::size_t stack_bytes);
  ~StackPool();
  StackPool(const StackPool&) = delete;
  StackPool& operator=(const StackPool&) = delete;

  bool guarded() const { return guarded_; }
  std::size_t stack_bytes() const { return stack_bytes_; }
  boost::context::stack_context stack(std::uint32_t index) const;

  /// Whether the pattern at the low end of an unguarded stack is whole.
  bool intact(std::uint32_t index) const;

  /// Lets the reserve that the address lies in be used, so that what overflows its stack can end in
  /// good order. Returns false if the address lies in none. Safe in a signal handler.
  bool open_reserve(const void* address) const;

  /// Bytes of a reserve, below each stack; 0 without.
  std::size_t reserve_bytes() const { return reserve_; }

  /// Forbids all reserves again.
  void close_reserves() const;

  /// Whether the address lies in a guard page.
  bool in_guard(const void* address) const;

  /// The low end of a stack.
  std::byte* bottom(std::uint32_t index) const;

 private:
  std::size_t page_;
  std::size_t stack_bytes_;
  bool guarded_;
  std::size_t reserve_;
  std::size_t stride_;
  std::size_t mapped_;
  std::byte* base_;
};

}  // namespace hogtie
