#pragma once

#include <cstddef>
#include <cstdint>

#include "core/memory/script.h"

namespace hogtie {

/// before + value. If both are NaN, the sum is `before`, wherever this is compiled into: compilers
/// take a sum for commutative, which those bits are not, and the step loop has many copies.
[[gnu::always_inline]] inline double sum_of(double before, double value) {
#if defined(__x86_64__)
  asm("addsd %1, %0" : "+x"(before) : "xm"(value));
  return before;
#else
  return before + value;
#endif
}

/// Executes the operation under the cursor, a read or fetch&add of a double, and moves on, without
/// a branch: a read adds -0.0.
[[gnu::always_inline]] inline void execute_next(Cursor& cursor, double* cells) {
  const std::uint32_t position = cursor.position;
  double& cell = cells[cursor.registers[position]];
  double& value = cursor.values[position];
  const double before = cell;
  cell = sum_of(before, value);
  value = before;
  cursor.position = position + 1;
}

/// a if `first`, else b, by bits: no branch.
[[gnu::always_inline]] inline double blend(bool first, double a, double b) {
  const Word mask = -Word{first};
  return to_double((to_word(a) & mask) | (to_word(b) & ~mask));
}

/// The same where the script has an irregular list: a write puts down its value, a racy one what
/// the read before it found plus its value, and an addition whose guard has moved adds nothing.
/// Without a branch that a random schedule would keep the processor from predicting: of a run, all
/// irregular lists are mostly of one kind.
[[gnu::always_inline]] inline void execute_next_irregular(Cursor& cursor, double* cells) {
  const std::uint32_t position = cursor.position;
  const IrregularList& list = cursor.script->irregular;
  double& cell = cells[cursor.registers[position]];
  double* const value = cursor.values + position;
  const std::uint32_t at = position - list.begin;
  const bool inside = at < list.count;
  const double before = cell;
  // -0.0 leaves what is added to it as it is.
  switch (list.kind) {
    case OperationKind::kRacyAdd: {
      const bool writes = inside & ((at & 1) != 0);
      cell = sum_of(blend(writes, value[-std::ptrdiff_t{writes}], before), *value);
      break;
    }
    case OperationKind::kGuardedFetchAdd: {
      const bool refused = inside & (to_word(cells[list.guard]) != list.epoch);
      cell = sum_of(before, blend(refused, kReadOperand, *value));
      break;
    }
    default:
      cell = sum_of(blend(inside, kReadOperand, before), *value);
  }
  *value = before;
  cursor.position = position + 1;
}

}  // namespace hogtie
