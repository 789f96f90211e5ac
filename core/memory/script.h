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

/// What comes of a special operation that finds what it must not.
enum class Unless : std::uint8_t {
  kNothing,  ///< There is no such thing.
  kAgain,    ///< It is repeated: the worker spins.
  kEnds,     ///< It is the last one: what is behind it in the script is dropped.
};

/// An operation that is neither a read nor a fetch&add of a double, and in no list, at its position
/// in a script.
struct Special {
  std::uint32_t position;
  Operation operation;
  OperationResult result;
  /// Of one that must not find `least` to `least + span`, in the register that it operates on.
  Unless unless = Unless::kNothing;
  Word least = 0;
  Word span = 0;

  void must_not_find(Word first, Word last, Unless otherwise) {
    unless = otherwise;
    least = first;
    span = last - first;
  }
  void must_find(Word expected, Unless otherwise) {
    must_not_find(expected + 1, expected - 1, otherwise);
  }
  /// Whether the other is the same operation, whatever either has returned.
  bool is_same(const Special& other) const {
    return position == other.position && operation == other.operation && unless == other.unless &&
           least == other.least && span == other.span;
  }
  bool goes_on(const double* cells) const {
    return unless == Unless::kNothing || to_word(cells[operation.target]) - least > span;
  }
};

/// A list of a script that is neither read nor fetch&added to: of writes, of racy adds, or of
/// guarded ones. Positions begin, begin + 2, ... of racy adds are reads, each followed by its
/// write, whose value is what is to be added.
struct OddList {
  std::uint32_t begin = 0;
  std::uint32_t count = 0;  ///< Of positions; none where there is no such list.
  OperationKind kind = OperationKind::kWrite;
  std::uint32_t guard = 0;  ///< Of guarded ones: number of the counter,
  Word epoch = 0;           ///< and what it has to hold.

  std::uint32_t end() const { return begin + count; }
  bool contains(std::uint32_t position) const { return position - begin < count; }
  bool is_racy() const { return kind == OperationKind::kRacyAdd; }
  bool is_guarded() const { return kind == OperationKind::kGuardedFetchAdd; }

  friend bool operator==(const OddList&, const OddList&) = default;
};

/// Local computation between the reads and the updates of a script.
struct Computation {
  void (*call)(void* context, std::span<const double> view, std::span<double> update);
  void* context;
};

/// What the machine has to do with the operation before a stop, and after it.
enum class StopKind : std::uint8_t {
  kSpecial,         ///< A special operation that has more operations behind it,
  kSpecialUnless,   ///< or one with a condition.
  kSpecialCompute,  ///< A special operation; then the computation runs.
  kSpecialEnd,      ///< A special operation; then the worker goes on.
  kPlainEnd,        ///< A read or fetch&add of a double; then the worker goes on.
  kReadEnd,         ///< A read of a double; then the worker goes on.
  kCompute,         ///< A read of a double; then the computation runs.
  kOther,           ///< Anything else: to be looked up.
  kEnded,           ///< None: the worker has ended.
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
  std::uint32_t view_begin = 0;       ///< Its view is values[view_begin ...),
  std::uint32_t view_size = 0;
  std::uint32_t update_begin = 0;  ///< its update values[update_begin ...); of a racy list until
  std::uint32_t update_size = 0;   ///< it is settled, right after the computation.
  Computation computation{};

  OddList odd;

  std::uint64_t iteration = kNoIteration;  ///< The iteration begun last.
  std::uint32_t ends_at = kNever;          ///< Position from which on the iteration has ended.
  bool iteration_open = false;             ///< Begun, and its end not yet passed.
  StopKind stop_kind = StopKind::kOther;   ///< Of the stop that the cursor has.
  bool repeats = false;       ///< The same kinds and registers as the worker's submission before.
  bool dropped = false;       ///< Some updates were zero and have been dropped.
  bool has_operands = false;  ///< Some values are known before the computation, and no reads'.
  bool knows_update = false;  ///< The update was known when it was posted.

  std::uint32_t* registers = nullptr;  ///< By position.
  double* values = nullptr;            ///< By position: the operand, and after the step the result.
  Special* specials = nullptr;         ///< In order of position.
  std::uint32_t capacity = 0;          ///< Of registers and values.
  std::uint32_t specials_capacity = 0;

  Segment segments[kSegmentsMax];
  Coins coins{0, 0, 0};  ///< Of the iteration begun last.

  /// Whether the stop may be one that no worker goes on at and nothing is computed at.
  bool may_pass() const { return stop_kind <= StopKind::kSpecialUnless; }

  /// Whether the operation before the stop is a look at something that has not come yet.
  bool spins(const double* cells) const {
    if (stop_kind != StopKind::kSpecialUnless) return false;
    const Special& look = specials[special_next];
    return look.unless == Unless::kAgain && !look.goes_on(cells);
  }

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

/// Finds the next stop of what the cursor has left: the end of the script, of an operation that is
/// special, or what comes before a computation.
[[gnu::always_inline]] inline void find_stop(Cursor& cursor) {
  Script& script = *cursor.script;
  const bool specials_left = script.special_next < script.special_count;
  const std::uint32_t special =
      specials_left ? script.specials[script.special_next].position : script.size;
  if (script.compute_at <= special) {
    cursor.stop = script.compute_at;
    script.stop_kind = script.odd.contains(cursor.stop - 1) ? StopKind::kOther : StopKind::kCompute;
  } else if (!specials_left) {
    cursor.stop = script.size;
    script.stop_kind =
        script.odd.contains(cursor.stop - 1) ? StopKind::kOther : StopKind::kPlainEnd;
  } else {
    cursor.stop = special + 1;
    if (script.specials[script.special_next].unless != Unless::kNothing) {
      script.stop_kind = StopKind::kSpecialUnless;
    } else if (cursor.stop == script.compute_at) {
      script.stop_kind = StopKind::kSpecialCompute;
    } else if (cursor.stop == script.size) {
      script.stop_kind = StopKind::kSpecialEnd;
    } else {
      script.stop_kind = StopKind::kSpecial;
    }
  }
}

/// The operation at `position` of a script.
Operation operation_at(const Script& script, std::uint32_t position);

/// The same at a position of the odd list.
Operation odd_operation_at(const Script& script, std::uint32_t position);

/// Closes the gaps that zeros in the update leave, since those are no operations.
void drop_zeros(Script& script);

/// Of a racy list, whose update is in the second half of its positions: puts each component at the
/// position of its write, without the zeros. Returns whether there were any.
bool settle_racy_update(Script& script);

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

/// Makes operations of the update that has been sampled, without the zeros. Returns whether there
/// were any.
[[gnu::always_inline]] inline bool settle_update(Script& script) {
  if (script.odd.is_racy() && script.odd.contains(script.update_begin)) [[unlikely]] {
    return settle_racy_update(script);
  }
  if (all_nonzero({script.values + script.update_begin, script.update_size})) [[likely]] {
    return false;
  }
  drop_zeros(script);
  return true;
}

/// Empties a script whose operations are done, and ends the iteration that ended in it. Segments
/// and registers stay, for a submission that repeats.
[[gnu::always_inline]] inline void empty_script(Script& script) {
  if (script.ends_at != kNever) script.iteration_open = false;
  script.ends_at = kNever;
  script.size = 0;
  script.odd.count = 0;
  script.special_count = 0;
  script.special_next = 0;
  script.has_operands = false;
  script.knows_update = false;
}

/// Runs the computation on what has been read.
[[gnu::always_inline]] inline void run_computation(Script& script) {
  script.compute_at = kNever;
  script.computation.call(script.computation.context,
                          {script.values + script.view_begin, script.view_size},
                          {script.values + script.update_begin, script.update_size});
}

}  // namespace hogtie
