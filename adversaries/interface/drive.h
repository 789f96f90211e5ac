#pragma once

#include <cstdint>
#include <limits>

#include "adversaries/interface/choice.h"
#include "core/execution/execute_next.h"
#include "core/execution/execution.h"
#include "core/execution/specials.h"

namespace hogtie {

/// What `drive` returns where it is no worker.
inline constexpr std::uint32_t kBlockFull = std::numeric_limits<std::uint32_t>::max();
inline constexpr std::uint32_t kOddChoice = kBlockFull - 1;

/// `drive` for scripts that may have odd lists, or for such as do not.
template <bool kOddLists, class Choose>
[[gnu::always_inline]] inline std::uint32_t drive_on(Execution& execution, Choice& odd,
                                                     const Choose& choose) {
  Cursor* const cursors = execution.cursors.data();
  double* const cells = execution.cells.data();
  for (;;) {
    if (execution.steps.full()) [[unlikely]] {
      return kBlockFull;
    }
    const Choice choice = choose();
    if (choice.steps != 1 || choice.worker >= execution.workers) [[unlikely]] {
      odd = choice;
      return kOddChoice;
    }
    execution.steps.take(choice.worker);
    Cursor& cursor = cursors[choice.worker];
    if (cursor.position + 1 == cursor.stop) {
      return choice.worker;
    }
    if constexpr (kOddLists) {
      execute_next_of_odd(cursor, cells);
    } else {
      execute_next(cursor, cells);
    }
  }
}

/// The step loop: asks for a choice and executes its step, again and again, up to where the machine
/// has to see to more than that. It is compiled into each strategy, so that what is called
/// virtually is not a step but the way to the next stop of some worker's script.
///
/// Stops at special operations are passed here. Returns a worker that is at the last operation
/// before another stop: its step is counted, but not executed. A worker that spins stays where it
/// is, until there have been too many spins in a row: then it is returned, too. Or kBlockFull, with
/// nothing chosen, where the block of steps is full. Or kOddChoice, with nothing counted, where a
/// choice is not one step of some worker: it is in `odd`.
template <class Choose>
[[gnu::always_inline]] inline std::uint32_t drive(Execution& execution, Choice& odd,
                                                  const Choose& choose) {
  for (;;) {
    const std::uint32_t worker = execution.odd_lists ? drive_on<true>(execution, odd, choose)
                                                     : drive_on<false>(execution, odd, choose);
    if (worker >= kOddChoice) return worker;
    Cursor& cursor = execution.cursors[worker];
    if (!cursor.script->may_pass() || !pass_special(execution, cursor)) return worker;
  }
}

}  // namespace hogtie
