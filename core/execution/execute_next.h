#pragma once

#include "core/memory/script.h"

namespace hogtie {

/// Executes the operation under the cursor, a read or fetch&add of a double, and moves on, without
/// a branch: a read adds -0.0.
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
