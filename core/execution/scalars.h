#pragma once

#include "core/execution/execution.h"
#include "core/memory/script.h"

namespace hogtie {

/// Executes the scalar operation under the cursor. By far the most common ones are fetch&adds on
/// counters, and reads, whose operand is 0.
[[gnu::always_inline]] inline void execute_scalar(Execution& execution, Cursor& cursor) {
  Script& script = *cursor.script;
  ScalarOperation& scalar = script.scalars[script.scalar_next++];
  const Operation& operation = scalar.operation;
  if (operation.kind == OperationKind::kFetchAdd || operation.kind == OperationKind::kRead)
      [[likely]] {
    double& cell = execution.cells[operation.target];
    scalar.result = {to_word(cell), true};
    cell = to_double(scalar.result.previous + operation.operand);
  } else {
    scalar.result = apply(operation, execution.layout, execution.cells.data());
  }
  ++cursor.position;
}

/// Passes a boundary of a kind that `may_pass`, whose step is counted: executes the operation
/// before it and finds the next one. A worker that has to look again stays where it is, which is
/// noted. Returns false, with nothing done, where the worker goes on or something is computed, and
/// once there have been too many spins.
bool pass_scalar(Execution& execution, Cursor& cursor);

}  // namespace hogtie
