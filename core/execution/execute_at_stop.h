#pragma once

#include <cstdint>
#include <cstring>

#include "core/execution/execute_next.h"
#include "core/execution/execution.h"
#include "core/execution/specials.h"

namespace hogtie {

/// The thing that is due after an operation before a stop.
enum class Due : std::uint8_t {
  kNothing,      ///< The next operation; the cursor has its next stop.
  kComputation,  ///< The computation of the script.
  kWorker,       ///< The worker goes on: its script is done.
  kSpin,         ///< The same operation again, since it looked in vain.
  kEnded,        ///< There was no operation: the worker has ended.
};

/// Finds the thing that is due after the operation just done.
[[gnu::always_inline]] inline Due due_after(Cursor& cursor) {
  if (cursor.script->compute_at == cursor.position) return Due::kComputation;
  if (cursor.position == cursor.script->size) return Due::kWorker;
  find_stop(cursor);
  return Due::kNothing;
}

/// `execute_at_stop` at the rarer kinds of stops.
Due execute_at_rare_stop(Execution& execution, Cursor& cursor);

/// Executes the operation before the cursor's stop. With `execute_next` and `execute_next_of_odd`,
/// which execute the others, this is what a step is. One branch tells the stops apart, since under
/// a random schedule the processor can predict none.
[[gnu::always_inline]] inline Due execute_at_stop(Execution& execution, Cursor& cursor) {
  switch (cursor.script->stop_kind) {
    case StopKind::kCompute:
      execute_next(cursor, execution.cells.data());
      return Due::kComputation;
    case StopKind::kSpecialEnd:
      execute_special(execution, cursor);
      return Due::kWorker;
    case StopKind::kSpecialCompute:
      execute_special(execution, cursor);
      return Due::kComputation;
    case StopKind::kPlainEnd:
      execute_next(cursor, execution.cells.data());
      return Due::kWorker;
    case StopKind::kReadEnd:
      // Not as an addition, which the switch of stacks would have to wait for.
      std::memcpy(cursor.values + cursor.position,
                  execution.cells.data() + cursor.registers[cursor.position], sizeof(double));
      ++cursor.position;
      return Due::kWorker;
    default:
      return execute_at_rare_stop(execution, cursor);
  }
}

}  // namespace hogtie
