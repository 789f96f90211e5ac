#pragma once

#include <cstddef>
#include <vector>

#include "core/execution/execution.h"

namespace hogtie {

/// A copy of an execution's state, without the scripts and values of its workers. Cursors point to
/// these where they are, so the state is one of this execution alone.
class ExecutionState {
 public:
  explicit ExecutionState(const Execution& execution);

  /// Puts the execution, the one that was copied, into this state. No block of steps is in
  /// progress.
  void restore(Execution& execution) const;

  std::uint64_t step() const { return steps_.count; }

  /// Memory that it takes beside itself.
  std::size_t bytes() const;

 private:
  RecentSteps::Mark steps_;
  std::vector<double> cells_;
  std::vector<Cursor> cursors_;
  RunnableSet runnable_;
  Spins spins_;
  bool odd_lists_;
};

}  // namespace hogtie
