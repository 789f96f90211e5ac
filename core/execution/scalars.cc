#include "core/execution/scalars.h"

#include "core/execution/execute_at_boundary.h"

namespace hogtie {

bool pass_scalar(Execution& execution, Cursor& cursor) {
  const Script& script = *cursor.script;
  const ScalarOperation& scalar = script.scalars[script.scalar_next];
  if (!scalar.goes_on(execution.cells.data())) {
    return scalar.on_mismatch == OnMismatch::kRetry && execution.spins.note(execution.step());
  }
  if (cursor.boundary == script.compute_at || cursor.boundary == script.size) return false;
  execute_scalar(execution, cursor);
  find_boundary(cursor);
  return true;
}

namespace {

/// At a scalar operation that has operations behind it, or a condition.
Due execute_at_special(Execution& execution, Cursor& cursor) {
  Script& script = *cursor.script;
  ScalarOperation& scalar = script.scalars[script.scalar_next];
  if (scalar.goes_on(execution.cells.data())) {
    execute_scalar(execution, cursor);
    return due_after(cursor);
  }
  if (scalar.on_mismatch == OnMismatch::kCut) {
    execute_scalar(execution, cursor);
    script.size = cursor.position;
    script.compute_at = kNever;
    return Due::kWorker;
  }
  scalar.result = {to_word(execution.cells[scalar.operation.target]), true};
  return Due::kSpin;
}

}  // namespace

Due execute_at_rare_boundary(Execution& execution, Cursor& cursor) {
  switch (cursor.script->boundary_kind) {
    case BoundaryKind::kScalar:
    case BoundaryKind::kScalarMismatch:
      return execute_at_special(execution, cursor);
    case BoundaryKind::kEnded:
      return Due::kEnded;
    default:
      execute_next_irregular(cursor, execution.cells.data());
      return due_after(cursor);
  }
}

}  // namespace hogtie
