#include "sim/machine/machine.h"

#include <string>

namespace hogtie {

/// In a signal handler. The run ends as soon as what overflowed gives control back.
void Machine::note_overflow() {
  if (overflow_.happened) return;
  const std::uint32_t worker = computing_ != kNobody ? computing_ : running_;
  const Cursor& cursor = execution_.cursors[worker];
  // A worker with pending operations is suspended: on its stack, somebody else was at work.
  const bool picking = computing_ == kNobody && cursor.position < cursor.boundary;
  overflow_ = {true, picking, worker, execution_.step()};
  duties_ |= kCaller | kOverflowed;
  execution_.steps.end_block();
}

/// Back on the caller's stack by a jump, from a worker whose stack and reserve are used up. That
/// stack is given up as it is, and with it the saved context of the caller, which is the one
/// running now.
void Machine::recover_from_overflow() {
  contexts_[main()] = nullptr;
  sanitizer_[running_].leave(sanitizer_[main()], true);
  sanitizer_[main()].enter(sanitizer_[running_]);
  running_ = main();
  end_overflowed();
}

Ending Machine::overflow_ending() const {
  const std::string stack = std::to_string(stacks_.stack_bytes()) + " bytes";
  const char* const remedy = "; set machine.stack_bytes higher";
  if (overflow_.picking) {
    return {proto::ADVERSARY_ERROR, "the adversary overflowed the stack of " + stack +
                                        " of worker " + std::to_string(overflow_.worker) +
                                        ", which it is asked on, at step " +
                                        std::to_string(overflow_.step) + remedy};
  }
  return {proto::WORKER_ERROR,
          place(overflow_.worker, overflow_.step) + ": overflowed its stack of " + stack + remedy};
}

}  // namespace hogtie
