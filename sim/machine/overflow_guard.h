#pragma once

#include <csetjmp>
#include <csignal>
#include <memory>

#include "sim/machine/stack_pool.h"

namespace hogtie {

/// While it lives, a fault in a reserve of `pool` on this thread opens it and goes on, after
/// `notice`: the code that has overflowed may be in the middle of an allocation, with locks that
/// other threads need. Only a fault in a guard page below, or in a reserve that cannot be opened,
/// jumps to `landing`. Any other fault goes where it would have gone.
///
/// Signal handlers belong to the process, so guards of all runs are known to one handler through a
/// registry that only it and this class touch; it finds the run by the faulting address.
class OverflowGuard {
 public:
  /// Called in the signal handler, in the middle of whatever the thread does. It may only read and
  /// write plain memory.
  using Notice = void (*)(void* context);

  OverflowGuard(const StackPool& pool, Notice notice, void* context);
  ~OverflowGuard();
  OverflowGuard(const OverflowGuard&) = delete;
  OverflowGuard& operator=(const OverflowGuard&) = delete;

  /// To be filled by sigsetjmp, on the stack that the run started from.
  sigjmp_buf& landing() { return landing_; }

 private:
  friend void handle_fault(int signal, siginfo_t* information, void* context);

  const StackPool& pool_;
  Notice notice_;
  void* context_;
  sigjmp_buf landing_;
  std::unique_ptr<char[]> signal_stack_;
  stack_t previous_stack_;
};

}  // namespace hogtie
