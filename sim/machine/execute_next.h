#pragma once

#include "core/memory/script.h"

namespace hogtie {

/// Executes the operation under the cursor and moves on, without a branch: as a fetch&add of a
/// double, which for a read adds -0.0, and for a special operation falls on the scratch register.
[[gnu::always_inline]] inline void execute_next(Cursor& cursor, double* cells) {
  const std::uint32_t position = cursor.position;
  double& cell = cells[cursor.registers[position]];
  double& value = cursor.values[position];
  const double before = cell;
  cell = before + value;
  value = before;
  cursor.position = position + 1;
}

}  // namespace hogtie
