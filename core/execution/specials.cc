#include "core/execution/specials.h"

#include "core/execution/execute_at_stop.h"

namespace hogtie {

bool pass_special(Execution& execution, Cursor& cursor) {
  const Script& script = *cursor.script;
  const Special& special = script.specials[script.special_next];
  if (!special.goes_on(execution.cells.data())) {
    return special.unless == Unless::kAgain && execution.spins.note(execution.step());
  }
  if (cursor.stop == script.compute_at || cursor.stop == script.size) return false;
  execute_special(execution, cursor);
  find_stop(cursor);
  return true;
}

namespace {

/// At a special operation that has operations behind it, or a condition.
Due execute_at_special(Execution& execution, Cursor& cursor) {
  Script& script = *cursor.script;
  Special& special = script.specials[script.special_next];
  if (special.goes_on(execution.cells.data())) {
    execute_special(execution, cursor);
    return due_after(cursor);
  }
  if (special.unless == Unless::kEnds) {
    execute_special(execution, cursor);
    script.size = cursor.position;
    script.compute_at = kNever;
    return Due::kWorker;
  }
  special.result = {to_word(execution.cells[special.operation.target]), true};
  return Due::kSpin;
}

}  // namespace

Due execute_at_rare_stop(Execution& execution, Cursor& cursor) {
  switch (cursor.script->stop_kind) {
    case StopKind::kSpecial:
    case StopKind::kSpecialUnless:
      return execute_at_special(execution, cursor);
    case StopKind::kEnded:
      return Due::kEnded;
    default:
      execute_next_of_odd(cursor, execution.cells.data());
      return due_after(cursor);
  }
}

}  // namespace hogtie
