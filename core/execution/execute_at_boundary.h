#pragma once

#include <cstdint>
#include <cstring>

#include "core/execution/execute_next.h"
#include "core/execution/execution.h"
#include "core/execution/scalars.h"

namespace hogtie {

/// The thing that is due after an operation before a boundary.
enum class Due : std::uint8_t {
  kNothing,      ///< The next operation; the cursor has its next boundary.
  kComputation,  ///< The computation of the script.
  kWorker,       ///< The worker goes on: its script is done.
  kSpin,         ///< The same operation again, since it looked in vain.
  kEnded,        ///< There was no operation: the worker has ended.
};

/// Finds the thing that is due after the operation just done.
[[gnu::always_inline]] inline Due due_after(Cursor& cursor) {
  if (cursor.script->compute_at == cursor.position) return Due::kComputation;
  if (cursor.position == cursor.script->size) return Due::kWorker;
  find_boundary(cursor);
  return Due::kNothing;
}

/// `execute_at_boundary` at the rarer kinds of boundaries.
Due execute_at_rare_boundary(Execution& execution, Cursor& cursor);

/// Executes the operation before the cursor's boundary. With `execute_next` and
/// `execute_next_irregular`, which execute the others, this is what a step is. One branch tells the
/// boundaries apart, since under a random schedule the processor can predict none.
[[gnu::always_inline]] inline Due execute_at_boundary(Execution& execution, Cursor& cursor) {
  switch (cursor.script->boundary_kind) {
    case BoundaryKind::kCompute:
      execute_next(cursor, execution.cells.data());
      return Due::kComputation;
    case BoundaryKind::kScalarEnd:
      execute_scalar(execution, cursor);
      return Due::kWorker;
    case BoundaryKind::kScalarCompute:
      execute_scalar(execution, cursor);
      return Due::kComputation;
    case BoundaryKind::kPlainEnd:
      execute_next(cursor, execution.cells.data());
      return Due::kWorker;
    case BoundaryKind::kReadEnd:
      // Not as an addition, which the switch of stacks would have to wait for.
      std::memcpy(cursor.values + cursor.position,
                  execution.cells.data() + cursor.registers[cursor.position], sizeof(double));
      ++cursor.position;
      return Due::kWorker;
    default:
      return execute_at_rare_boundary(execution, cursor);
  }
}

}  // namespace hogtie
