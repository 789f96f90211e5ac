#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/memory/register.h"

namespace hogtie {

enum class OperationKind : std::uint32_t {
  kRead,
  kWrite,
  kCompareAndSwap,
  kFetchAdd,
  kGuardedFetchAdd,
  kRacyAdd,  ///< Not one operation but two, of a list alone: a read, and a write of what it found
             ///< plus a value.
};

/// "read", "write", "compare&swap", "fetch&add", "guarded fetch&add" or "racy add".
std::string_view name(OperationKind kind);

/// One shared-memory operation: one step.
struct Operation {
  OperationKind kind;
  std::uint32_t target;     ///< Number of the register operated on.
  Word operand = 0;         ///< Value written, swapped in or added.
  Word expected = 0;        ///< compare&swap: value to compare to; guarded: value of the guard.
  std::uint32_t guard = 0;  ///< guarded fetch&add: number of the counter that guards it.

  friend bool operator==(const Operation&, const Operation&) = default;
};

/// What an operation returned to its worker.
struct OperationResult {
  Word previous;  ///< The target's content before the operation.
  bool applied;   ///< False where a compare&swap or a guard did not find what it expected.
};

/// Executes one operation atomically on `cells`, which hold doubles as they are and counters as
/// bits. A guarded fetch&add is a double-compare-single-swap loop that cannot fail half-way: it
/// adds if, and only if, the guard holds the expected value at that very step.
OperationResult apply(const Operation& operation, const RegisterLayout& layout, double* cells);

/// "fetch&add X[3] -0.25", for messages.
std::string describe(const Operation& operation, const RegisterLayout& layout);

}  // namespace hogtie
