#include "core/execution/specials.h"

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

}  // namespace hogtie
