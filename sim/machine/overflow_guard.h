#pragma once

#include <csetjmp>
#include <csignal>
#include <cstddef>
#include <memory>

#include "sim/machine/stack_pool.h"

namespace hogtie {

/// While it lives, a fault in a reserve of `pool` opens the reserve and goes on, after `notice`:
/// the code that has overflowed may be in the middle of an allocation, with locks that other
/// threads need. Only a fault in a guard page below, or in a reserve that cannot be opened, jumps
/// to `landing`. Any other fault goes where it would have gone.
///
/// Signal handlers belong to the process, so guards of all runs are known to one handler through a
/// registry that only it and this class touch; it finds the run by the faulting address.
class OverflowGuard {
 public:
  /// Called in the signal handler, in the middle of whatever the thread does. It may only read and
  /// write plain memory.
  using Notice = void (*)(void* context);

  /// Throws std::length_error if there are 4096 already.
  OverflowGuard(const StackPool& pool, Notice notice, void* context);
  ~OverflowGuard();
  OverflowGuard(const OverflowGuard&) = delete;
  OverflowGuard& operator=(const OverflowGuard&) = delete;

  /// Lets this thread handle faults, on a stack of the guard's, while it lives. Needed wherever
  /// something runs on the pool's stacks.
  class OnThread {
   public:
    explicit OnThread(const OverflowGuard& guard);
    ~OnThread();
    OnThread(const OnThread&) = delete;
    OnThread& operator=(const OnThread&) = delete;

   private:
    stack_t previous_;
  };

  /// To be filled by sigsetjmp, without the signal mask, on the stack that the pool's are entered
  /// from.
  sigjmp_buf& landing() { return landing_; }

  /// To be called after a jump to `landing`.
  static void landed();

 private:
  friend void handle_fault(int signal, siginfo_t* information, void* context);

  const StackPool& pool_;
  Notice notice_;
  void* context_;
  std::size_t slot_;  // in the registry
  sigjmp_buf landing_;
  std::unique_ptr<char[]> signal_stack_;
};

}  // namespace hogtie
