#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "core/memory/operation.h"
#include "core/random/coins.h"

namespace hogtie {

/// "No such position" in a script.
inline constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();

/// "No iteration yet".
inline constexpr std::uint64_t kNoIteration = std::numeric_limits<std::uint64_t>::max();

/// The operand of a read of a double: fetch&add of -0.0 leaves every double as it is, to the bit,
/// so reads and updates of doubles share one branch-free path. (Signalling NaNs, which arithmetic
/// never gives, become quiet.)
inline constexpr double kReadOperand = -0.0;

/// Registers operated on in a row by one kind of operation. The list is not copied: it stays as it
/// is while the worker lives.
struct Segment {
  const std::uint32_t* registers;  ///< All of them; null where contiguous is enough.
  std::uint32_t first;             ///< The first register.
  std::uint32_t count;             ///< Number of operations.
  std::uint32_t contiguous;        ///< Whether registers are first, first + 1, ...
  OperationKind kind;
};

/// An operation that is not a read or fetch&add of a double, at its position in a script.
struct Special {
  std::uint32_t position;
  Operation operation;
  OperationResult result;
};

/// Local computation between the reads and the updates of a script.
struct Computation {
  void (*call)(void* context, std::span<const double> view, std::span<double> update);
  void* context;
};

/// The pending operations of one worker: a straight line of operations, none of which depends on
/// another's result but through `computation`. The worker suspends once for all of them; each is
/// still a step of its own. All arrays lie in memory that the worker owns.
struct Script {
  /// Most segments in a script; with more, the worker suspends earlier.
  static constexpr std::uint32_t kSegmentsMax = 8;

  std::uint32_t* registers =
      nullptr;                  ///< By position; a special operation has the scratch register.
  double* values = nullptr;     ///< By position: the operand, and after the step the result.
  Special* specials = nullptr;  ///< In order of position.
  std::uint32_t capacity = 0;   ///< Of registers and values.
  std::uint32_t specials_capacity = 0;

  std::uint32_t size = 0;
  std::uint32_t special_count = 0;
  std::uint32_t special_next = 0;  ///< First special operation not yet executed.
  std::uint32_t segment_count = 0;
  Segment segments[kSegmentsMax];

  std::uint32_t compute_at = kNever;  ///< Position before which the computation runs.
  std::uint32_t update_begin = 0;     ///< Its view is values[update_begin - view_size ...),
  std::uint32_t update_size = 0;      ///< its update values[update_begin ...).
  std::uint32_t view_size = 0;
  Computation computation{};
  bool dropped = false;  ///< Some updates were zero and have been dropped.

  std::uint64_t iteration = kNoIteration;  ///< The iteration begun last.
  bool iteration_open = false;             ///< Begun, and its end not yet passed.
  std::uint32_t ends_at = kNever;          ///< Position from which on the iteration has ended.
  Coins coins{0, 0, 0};                    ///< Of the iteration begun last.

  /// Position at which the worker is to be resumed with nothing else to do: the end of a script
  /// that is submitted with reads and fetch&adds of doubles only; else kNever.
  std::uint32_t plain_end = kNever;

  /// The next position at which the machine has more to do than the operation itself.
  std::uint32_t next_stop() const {
    const std::uint32_t special =
        special_next < special_count ? specials[special_next].position + 1 : kNever;
    return std::min({compute_at, special, size});
  }
};

/// Where a worker is in its script; what the simulated machine touches at every step.
struct Cursor {
  const std::uint32_t* registers;
  double* values;
  std::uint32_t position;
  std::uint32_t stop;  ///< Script::next_stop.
  Script* script;
};

/// The operation at `position` of a script.
Operation operation_at(const Script& script, std::uint32_t position);

/// Closes the gaps that zeros in a sampled update leave, since those are no operations.
void drop_zeros(Script& script);

/// Whether no component is zero, of either sign. Without a branch on the components, since those
/// would crowd the step loop's out of the processor's branch history.
inline bool all_nonzero(std::span<const double> update) {
  std::uint64_t nonzero = ~std::uint64_t{0};  // its highest bit
  for (const double component : update) {
    const std::uint64_t magnitude = to_word(component) << 1;
    nonzero &= magnitude | (0 - magnitude);
  }
  return nonzero >> 63 != 0;
}

/// Runs the computation, and drops the updates that are zero. Returns whether any was dropped.
inline bool compute(Script& script) {
  double* const update = script.values + script.update_begin;
  double* const end = update + script.update_size;
  script.compute_at = kNever;
  script.computation.call(script.computation.context, {update - script.view_size, update},
                          {update, end});
  if (all_nonzero({update, end})) [[likely]] {
    return false;
  }
  drop_zeros(script);
  return true;
}

}  // namespace hogtie
