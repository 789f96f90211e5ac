#pragma once

#include <cstdint>
#include <limits>

#include "adversaries/interface/choice.h"
#include "core/execution/execute_next.h"
#include "core/execution/execution.h"
#include "core/execution/scalars.h"

namespace hogtie {

/// Results of `run_steps` that are no worker.
inline constexpr std::uint32_t kBlockFull = std::numeric_limits<std::uint32_t>::max();
inline constexpr std::uint32_t kNeedsMachine = kBlockFull - 1;

/// `run_steps` for scripts that may have irregular lists, or for such as do not.
template <bool kIrregularLists, class Choose>
[[gnu::always_inline]] inline std::uint32_t run_steps_on(Execution& execution, Choice& needing,
                                                         const Choose& choose) {
  Cursor* const cursors = execution.cursors.data();
  double* const cells = execution.cells.data();
  for (;;) {
    if (execution.steps.full()) [[unlikely]] {
      return kBlockFull;
    }
    const Choice choice = choose();
    if (choice.steps != 1 || choice.worker >= execution.workers) [[unlikely]] {
      needing = choice;
      return kNeedsMachine;
    }
    execution.steps.take(choice.worker);
    Cursor& cursor = cursors[choice.worker];
    if (cursor.position + 1 == cursor.boundary) {
      return choice.worker;
    }
    if constexpr (kIrregularLists) {
      execute_next_irregular(cursor, cells);
    } else {
      execute_next(cursor, cells);
    }
  }
}

/// The step loop: asks for a choice and executes its step, again and again, up to where the machine
/// has to see to more than that. It is compiled into each strategy, so that what is called
/// virtually is not a step but the way to the next boundary of some worker's script.
///
/// Stops at scalar operations are passed here. Returns a worker that is at the last operation
/// before another boundary: its step is counted, but not executed. A worker that spins stays where
/// it is, until there have been too many spins in a row: then it is returned, too. Or kBlockFull,
/// with nothing chosen, where the block of steps is full. Or kNeedsMachine, with nothing counted,
/// where a choice is not one step of some worker: it is in `needing`.
template <class Choose>
[[gnu::always_inline]] inline std::uint32_t run_steps(Execution& execution, Choice& needing,
                                                      const Choose& choose) {
  for (;;) {
    const std::uint32_t worker = execution.irregular_lists
                                     ? run_steps_on<true>(execution, needing, choose)
                                     : run_steps_on<false>(execution, needing, choose);
    if (worker >= kNeedsMachine) return worker;
    Cursor& cursor = execution.cursors[worker];
    if (!cursor.script->may_pass() || !pass_scalar(execution, cursor)) return worker;
  }
}

}  // namespace hogtie
