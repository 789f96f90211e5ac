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

/// How a script goes on if a scalar operation finds a value that it must not find.
enum class OnMismatch : std::uint8_t {
  kProceed,  ///< As always: the operation may find any value.
  kRetry,    ///< The operation is repeated: the worker spins.
  kCut,      ///< The operation is the last one. The script drops those behind it.
};

/// An operation that is neither a read nor a fetch&add of a double, and in no list, at its position
/// in a script.
struct ScalarOperation {
  std::uint32_t position;
  Operation operation;
  OperationResult result;
  /// If the operation must not find the values `least` to `least + span` in its register.
  OnMismatch on_mismatch = OnMismatch::kProceed;
  Word least = 0;
  Word span = 0;

  void must_not_find(Word first, Word last, OnMismatch otherwise) {
    on_mismatch = otherwise;
    least = first;
    span = last - first;
  }
  void must_find(Word expected, OnMismatch otherwise) {
    must_not_find(expected + 1, expected - 1, otherwise);
  }
  /// Whether the other is the same operation, whatever either has returned.
  bool is_same(const ScalarOperation& other) const {
    return position == other.position && operation == other.operation &&
           on_mismatch == other.on_mismatch && least == other.least && span == other.span;
  }
  bool goes_on(const double* cells) const {
    return on_mismatch == OnMismatch::kProceed || to_word(cells[operation.target]) - least > span;
  }
};

/// A list of a script that is neither read nor fetch&added to: of writes, of racy adds, or of
/// guarded ones. Positions begin, begin + 2, ... of racy adds are reads, each followed by its
/// write, whose value is what is to be added.
struct IrregularList {
  std::uint32_t begin = 0;
  std::uint32_t count = 0;  ///< Number of positions; none where there is no such list.
  OperationKind kind = OperationKind::kWrite;
  std::uint32_t guard = 0;  ///< If the list is guarded: the number of the counter,
  Word epoch = 0;           ///< and what it has to hold.

  std::uint32_t end() const { return begin + count; }
  bool contains(std::uint32_t position) const { return position - begin < count; }
  bool is_racy() const { return kind == OperationKind::kRacyAdd; }
  bool is_guarded() const { return kind == OperationKind::kGuardedFetchAdd; }

  friend bool operator==(const IrregularList&, const IrregularList&) = default;
};

/// Local computation between the reads and the updates of a script.
struct Computation {
  void (*call)(void* context, std::span<const double> view, std::span<double> update);
  void* context;
};

/// Kinds of boundaries, by the operation before the boundary and by what comes after it.
enum class BoundaryKind : std::uint8_t {
  kScalar,          ///< A scalar operation that has more operations behind it,
  kScalarMismatch,  ///< or one with a condition.
  kScalarCompute,   ///< A scalar operation; then the computation runs.
  kScalarEnd,       ///< A scalar operation; then the worker goes on.
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
  std::uint32_t scalar_count = 0;
  std::uint32_t scalar_next = 0;  ///< First scalar operation not yet executed.

  std::uint32_t compute_at = kNever;  ///< Position before which the computation runs.
  std::uint32_t view_begin = 0;       ///< Its view is values[view_begin ...),
  std::uint32_t view_size = 0;
  std::uint32_t update_begin = 0;  ///< its update values[update_begin ...); of a racy list until
  std::uint32_t update_size = 0;   ///< it is settled, right after the computation.
  Computation computation{};

  IrregularList irregular;

  std::uint64_t iteration = kNoIteration;  ///< The iteration begun last.
  std::uint32_t ends_at = kNever;          ///< Position from which on the iteration has ended.
  bool iteration_open = false;             ///< Begun, and its end not yet passed.
  BoundaryKind boundary_kind = BoundaryKind::kOther;  ///< Kind of the boundary that the cursor has.
  bool repeats = false;       ///< The same kinds and registers as the worker's submission before.
  bool dropped = false;       ///< Some updates were zero and have been dropped.
  bool has_operands = false;  ///< Some values are known before the computation, and no reads'.
  bool knows_update = false;  ///< The update was known when it was posted.

  std::uint32_t* registers = nullptr;  ///< By position.
  double* values = nullptr;            ///< By position: the operand, and after the step the result.
  ScalarOperation* scalars = nullptr;  ///< In order of position.
  std::uint32_t capacity = 0;          ///< Room in registers and values.
  std::uint32_t scalars_capacity = 0;

  Segment segments[kSegmentsMax];
  Coins coins{0, 0, 0};  ///< The coins of the iteration begun last.

  /// Whether the boundary may be one that no worker goes on at and nothing is computed at.
  bool may_pass() const { return boundary_kind <= BoundaryKind::kScalarMismatch; }

  /// Whether the operation before the boundary is a look at something that has not come yet.
  bool spins(const double* cells) const {
    if (boundary_kind != BoundaryKind::kScalarMismatch) return false;
    const ScalarOperation& look = scalars[scalar_next];
    return look.on_mismatch == OnMismatch::kRetry && !look.goes_on(cells);
  }

  /// Whether the operation at `position`, which has not been executed, is a scalar one.
  bool scalar_at(std::uint32_t position) const {
    return scalar_next < scalar_count && scalars[scalar_next].position == position;
  }
};

/// Where a worker is in its script; what the simulated machine touches at every step.
struct Cursor {
  const std::uint32_t* registers;
  double* values;
  std::uint32_t position;
  /// The next position at which the machine has more to do than the operations before it.
  /// Scalar operations, too, lie right before a boundary. After `position`, except at the end
  /// of the script.
  std::uint32_t boundary;
  Script* script;
};

/// Finds the next boundary of what the cursor has left: the end of the script, of an operation that
/// is scalar, or what comes before a computation.
[[gnu::always_inline]] inline void find_boundary(Cursor& cursor) {
  Script& script = *cursor.script;
  const bool scalars_left = script.scalar_next < script.scalar_count;
  const std::uint32_t scalar =
      scalars_left ? script.scalars[script.scalar_next].position : script.size;
  if (script.compute_at <= scalar) {
    cursor.boundary = script.compute_at;
    script.boundary_kind = script.irregular.contains(cursor.boundary - 1) ? BoundaryKind::kOther
                                                                          : BoundaryKind::kCompute;
  } else if (!scalars_left) {
    cursor.boundary = script.size;
    script.boundary_kind = script.irregular.contains(cursor.boundary - 1) ? BoundaryKind::kOther
                                                                          : BoundaryKind::kPlainEnd;
  } else {
    cursor.boundary = scalar + 1;
    if (script.scalars[script.scalar_next].on_mismatch != OnMismatch::kProceed) {
      script.boundary_kind = BoundaryKind::kScalarMismatch;
    } else if (cursor.boundary == script.compute_at) {
      script.boundary_kind = BoundaryKind::kScalarCompute;
    } else if (cursor.boundary == script.size) {
      script.boundary_kind = BoundaryKind::kScalarEnd;
    } else {
      script.boundary_kind = BoundaryKind::kScalar;
    }
  }
}

/// The operation at `position` of a script.
Operation operation_at(const Script& script, std::uint32_t position);

/// The same at a position of the irregular list.
Operation irregular_operation_at(const Script& script, std::uint32_t position);

/// Closes the gaps that zeros in the update leave, since those are no operations.
void drop_zeros(Script& script);

/// Settles a racy list, whose update is in the second half of its positions: puts each component at
/// the position of its write, without the zeros. Returns whether there were any.
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
  if (script.irregular.is_racy() && script.irregular.contains(script.update_begin)) [[unlikely]] {
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
  script.irregular.count = 0;
  script.scalar_count = 0;
  script.scalar_next = 0;
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
