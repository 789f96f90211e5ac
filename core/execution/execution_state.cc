#include "core/execution/execution_state.h"

namespace hogtie {

ExecutionState::ExecutionState(const Execution& execution)
    : steps_(execution.steps.mark()),
      cells_(execution.cells),
      cursors_(execution.cursors),
      runnable_(execution.runnable),
      spins_(execution.spins),
      odd_lists_(execution.irregular_lists) {}

void ExecutionState::restore(Execution& execution) const {
  execution.steps.go_to(steps_);
  execution.cells = cells_;
  execution.cursors = cursors_;
  execution.runnable = runnable_;
  execution.spins = spins_;
  execution.irregular_lists = odd_lists_;
}

std::size_t ExecutionState::bytes() const {
  return cells_.size() * sizeof(double) + cursors_.size() * sizeof(Cursor) + runnable_.bytes();
}

}  // namespace hogtie
