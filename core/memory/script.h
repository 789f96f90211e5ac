#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
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
  const std::uint32_t* registers;  ///< The indices of the list; null for a single operation.
  std::uint32_t first;             ///< The first register.
  std::uint32_t count;             ///< Number of operations.
  OperationKind kind;
  bool contiguous;  ///< Whether registers are first, first + 1, ...
};

/// An operation that is not a read or fetch&add of a double, at its position in a script.
struct Special {
  std::uint32_t position;
  Operation operation;
  OperationResult result;
  bool waits = false;  ///< A read that is repeated while it finds what it expects.
};

/// Local computation between the reads and the updates of a script.
struct Computation {
  void (*call)(void* context, std::span<const double> view, std::span<double> update);
  void* context;
};

/// What the machine has to do with the operation before a stop, and after it.
enum class StopKind : std::uint8_t {
  kPlainEnd,    ///< A read or fetch&add of a double; then the worker goes on.
  kReadEnd,     ///< A read of a double; then the worker goes on.
  kSpecialEnd,  ///< A special operation that is done at once; then the worker goes on.
  kRacyWrite,   ///< The second half of a racy add.
  kCompute,     ///< A read of a double; then the computation runs.
  kOther,       ///< Anything else: to be looked up.
  kEnded,       ///< None: the worker has ended.
};

/// The pending operations of one worker: a straight line of operations, none of which depends on
/// another's result but through `computation`. The worker suspends once for all of them; each is
/// still a step of its own. All arrays lie in memory that the worker owns.
///
/// Members stand in the order of how often they are touched: with thousands of workers, a step
/// costs the cache lines that it touches.
struct Script {
  /// Most segments in a script; with more, the worker suspends earlier.
  static constexpr std::uint32_t kSegmentsMax = 8;

  std::uint32_t size = 0;
  std::uint32_t segment_count = 0;
  std::uint32_t special_count = 0;
  std::uint32_t special_next = 0;  ///< First special operation not yet executed.

  std::uint32_t compute_at = kNever;  ///< Position before which the computation runs.
  std::uint32_t update_begin = 0;     ///< Its view is values[update_begin - view_size ...),
  std::uint32_t update_size = 0;      ///< its update values[update_begin ...).
  std::uint32_t view_size = 0;
  Computation computation{};

  /// Racy adds: positions racy_begin, racy_begin + 2, ... are reads, each followed by its write,
  /// whose value is what is to be added.
  std::uint32_t racy_begin = 0;
  std::uint32_t racy_end = 0;

  std::uint64_t iteration = kNoIteration;  ///< The iteration begun last.
  std::uint32_t ends_at = kNever;          ///< Position from which on the iteration has ended.
  bool iteration_open = false;             ///< Begun, and its end not yet passed.
  StopKind stop_kind = StopKind::kOther;   ///< Of the stop that the cursor has.
  bool repeats = false;  ///< The same kinds and registers as the worker's submission before.
  bool dropped = false;  ///< Some updates were zero and have been dropped.

  std::uint32_t* registers = nullptr;  ///< By position.
  double* values = nullptr;            ///< By position: the operand, and after the step the result.
  Special* specials = nullptr;         ///< In order of position.
  std::uint32_t capacity = 0;          ///< Of registers and values.
  std::uint32_t specials_capacity = 0;

  Segment segments[kSegmentsMax];
  Coins coins{0, 0, 0};  ///< Of the iteration begun last.

  /// Whether the operation at `position`, which has not been executed, is a special one.
  bool special_at(std::uint32_t position) const {
    return special_next < special_count && specials[special_next].position == position;
  }
};

/// Where a worker is in its script; what the simulated machine touches at every step.
struct Cursor {
  const std::uint32_t* registers;
  double* values;
  std::uint32_t position;
  /// The next position at which the machine has more to do than the operations before it. Special
  /// operations, too, lie right before a stop. After `position`, except at the end of the script.
  std::uint32_t stop;
  Script* script;
};

/// `find_stop` where racy adds are left; `otherwise` is where a stop of another kind is next.
void find_racy_stop(Cursor& cursor, std::uint32_t otherwise);

/// Finds the next stop of what the cursor has left: the end of the script, of an operation that is
/// special or a racy write, or what comes before a computation.
[[gnu::always_inline]] inline void find_stop(Cursor& cursor) {
  Script& script = *cursor.script;
  const bool specials_left = script.special_next < script.special_count;
  const std::uint32_t special =
      specials_left ? script.specials[script.special_next].position : script.size;
  if (cursor.position < script.racy_end) [[unlikely]] {
    find_racy_stop(cursor, std::min(special, script.compute_at));
  } else if (script.compute_at <= special) {
    cursor.stop = script.compute_at;
    script.stop_kind = StopKind::kCompute;
  } else if (!specials_left) {
    cursor.stop = script.size;
    script.stop_kind = StopKind::kPlainEnd;
  } else {
    cursor.stop = special + 1;
    script.stop_kind = cursor.stop == script.size && script.compute_at == kNever &&
                               !script.specials[script.special_next].waits
                           ? StopKind::kSpecialEnd
                           : StopKind::kOther;
  }
}

/// The operation at `position` of a script.
Operation operation_at(const Script& script, std::uint32_t position);

/// Closes the gaps that zeros in a sampled update leave, since those are no operations.
void drop_zeros(Script& script);

/// Whether no component is zero, of either sign. Two at a time and without a branch on them, since
/// that would crowd the step loop's out of the processor's branch history.
inline bool all_nonzero(std::span<const double> update) {
  using Pair [[gnu::vector_size(16)]] = double;
  using Mask [[gnu::vector_size(16)]] = std::int64_t;
  Mask zeros{};
  std::size_t k = 0;
  for (; k + 2 <= update.size(); k += 2) {
    Pair pair;
    std::memcpy(&pair, update.data() + k, sizeof pair);
    zeros |= pair == Pair{};
  }
  const bool last = k < update.size() && update[k] == 0.0;
  return (zeros[0] | zeros[1]) == 0 && !last;
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
