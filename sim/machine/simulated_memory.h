#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/memory/shared_memory.h"
#include "sim/machine/machine.h"

namespace hogtie {

/// A worker's shared memory on the simulated machine (see the concept SharedMemory): operations are
/// gathered in the worker's script, which it suspends with as soon as it needs a result.
///
/// Operations that suspend are inlined into the algorithm: after a change of stacks the processor
/// mispredicts every return out of a function that was entered on another.
///
/// Operations must not be called inside a `catch` block, since the fiber then changes stacks with
/// an exception in flight. Throws std::length_error where a list is longer than the machine was
/// built for.
class SimulatedMemory {
 public:
  SimulatedMemory(Machine& machine, std::uint32_t worker)
      : machine_(machine),
        worker_(worker),
        script_(machine.memory_.script(worker)),
        unallocated_(machine.memory_.doubles(worker)) {
    script_.coins = Coins(machine.execution_.seed, worker, 0);
  }

  std::uint32_t worker() const { return worker_; }
  Coins& coins() { return script_.coins; }

  std::span<double> allocate(std::size_t count) {
    if (count > unallocated_.size()) too_long("doubles allocated", count, unallocated_.size());
    const std::span<double> allocated = unallocated_.first(count);
    unallocated_ = unallocated_.subspan(count);
    return allocated;
  }

  void begin_iteration(std::uint64_t iteration) {
    script_.iteration = iteration;
    script_.iteration_open = true;
    script_.ends_at = kNever;
    script_.coins.restart(iteration);
    if (machine_.writes_all()) machine_.iteration_begun(worker_);
  }

  void end_iteration() {
    script_.ends_at = script_.size;
    if (script_.size == 0) close_iteration();
  }

  [[gnu::always_inline]] double read(DoubleRegister x) {
    return operate(OperationKind::kRead, x.index, kReadOperand);
  }
  [[gnu::always_inline]] double fetch_add(DoubleRegister x, double value) {
    return operate(OperationKind::kFetchAdd, x.index, value);
  }
  std::uint64_t read(CounterRegister c) {
    return result({OperationKind::kRead, number(c)}).previous;
  }
  [[gnu::always_inline]] std::uint64_t fetch_add(CounterRegister c, std::uint64_t value) {
    return result({OperationKind::kFetchAdd, number(c), value}).previous;
  }
  void write(DoubleRegister x, double value) {
    post_scalar({OperationKind::kWrite, x.index, to_word(value)});
  }
  void write(CounterRegister c, std::uint64_t value) {
    post_scalar({OperationKind::kWrite, number(c), value});
  }
  void write(RegisterList registers, std::span<const double> values) {
    if (registers.empty()) return;
    prepare(registers.size(), 1);
    const std::uint32_t at = script_.size;
    mark_irregular_list({at, static_cast<std::uint32_t>(registers.size()), OperationKind::kWrite});
    post_list(OperationKind::kWrite, registers);
    std::copy(values.begin(), values.end(), script_.values + at);
    script_.has_operands = true;
  }
  double compare_and_swap(DoubleRegister x, double expected, double desired) {
    return to_double(
        result({OperationKind::kCompareAndSwap, x.index, to_word(desired), to_word(expected)})
            .previous);
  }
  std::uint64_t compare_and_swap(CounterRegister c, std::uint64_t expected, std::uint64_t desired) {
    return result({OperationKind::kCompareAndSwap, number(c), desired, expected}).previous;
  }
  void add(CounterRegister c, std::uint64_t value) {
    post_scalar({OperationKind::kFetchAdd, number(c), value});
  }
  void wait_while(CounterRegister c, std::uint64_t least, std::uint64_t most) {
    post_scalar({OperationKind::kRead, number(c)}).must_not_find(least, most, OnMismatch::kRetry);
  }
  template <class Then>
  [[gnu::always_inline]] std::uint64_t read_then(CounterRegister c, std::uint64_t expected,
                                                 const Then& then) {
    return do_then({OperationKind::kRead, number(c)}, expected, then);
  }
  template <class Then>
  [[gnu::always_inline]] std::uint64_t compare_and_swap_then(CounterRegister c,
                                                             std::uint64_t expected,
                                                             std::uint64_t desired,
                                                             const Then& then) {
    return do_then({OperationKind::kCompareAndSwap, number(c), desired, expected}, expected, then);
  }

  [[gnu::always_inline]] std::span<const double> read(RegisterList registers) {
    return read(std::array{registers});
  }
  template <std::size_t kLists>
  [[gnu::always_inline]] std::span<const double> read(
      const std::array<RegisterList, kLists>& lists) {
    if (size(lists) == 0) return {};
    prepare(size(lists), kLists);
    post_view(lists);
    const std::uint32_t at = script_.view_begin;
    submit();
    return {script_.values + at, size(lists)};
  }
  [[gnu::always_inline]] CountedView read_behind(CounterRegister c, RegisterList registers) {
    if (registers.empty()) return {read(c), {}};
    prepare(1 + registers.size(), 2);
    const ScalarOperation& look = post_scalar({OperationKind::kRead, number(c)});
    const std::span<const double> view = read(registers);
    return {look.result.previous, view};
  }

  template <class Adds>
  void add(const Adds& adds, std::span<const double> values) {
    if (values.empty()) return;
    prepare(operations(adds), 1);
    script_.view_begin = script_.size;
    script_.view_size = 0;
    post_update(adds);
    std::copy(values.begin(), values.end(), script_.values + script_.update_begin);
    settle();
  }

  template <class Adds, class Computation, std::invocable Between = PostNothing>
  [[gnu::always_inline]] void read_add(RegisterList reads, const Adds& adds,
                                       Computation& computation, const Between& between = {}) {
    read_add(std::array{reads}, adds, computation, between);
  }
  template <std::size_t kLists, class Adds, class Computation, std::invocable Between = PostNothing>
  [[gnu::always_inline]] void read_add(const std::array<RegisterList, kLists>& reads,
                                       const Adds& adds, Computation& computation,
                                       const Between& between = {}) {
    prepare(size(reads) + operations(adds), kLists + 1);
    post_view(reads);
    post_computation(
        [](void* context, std::span<const double> view, std::span<double> update) {
          (*static_cast<Computation*>(context))(view, update);
        },
        erase(computation), adds, between);
  }
  template <class Adds, class Computation>
  [[gnu::always_inline]] void read_add(RegisterList reads, CounterRegister c, const Adds& adds,
                                       Computation& computation) {
    prepare(reads.size() + 1 + operations(adds), 3);
    make_room_for_scalar();
    post_view(std::array{reads});
    const ScalarOperation& look = post_scalar({OperationKind::kRead, number(c)});
    counting_ = {erase(computation), &look.result.previous};
    post_computation(
        [](void* context, std::span<const double> view, std::span<double> update) {
          const Counting& counting = *static_cast<const Counting*>(context);
          (*static_cast<Computation*>(counting.computation))(view, *counting.count, update);
        },
        &counting_, adds, PostNothing{});
  }

  void finish() {
    if (script_.size > 0) submit();
  }

 private:
  std::uint32_t number(CounterRegister c) const { return machine_.execution_.layout.number(c); }

  [[noreturn]] void too_long(const char* what, std::size_t count, std::size_t limit) const {
    throw std::length_error(std::to_string(count) + " " + what + ", but the machine has room for " +
                            std::to_string(limit) + " a worker");
  }

  template <std::size_t kLists>
  static std::size_t size(const std::array<RegisterList, kLists>& lists) {
    std::size_t sum = 0;
    for (const RegisterList& list : lists) sum += list.size();
    return sum;
  }
  static std::size_t operations(const RegisterList& adds) { return adds.size(); }
  static std::size_t operations(const GuardedList& adds) { return adds.registers.size(); }
  static std::size_t operations(const RacyList& adds) { return 2 * adds.registers.size(); }

  template <class Computation>
  static void* erase(Computation& computation) {
    return const_cast<void*>(static_cast<const void*>(&computation));
  }

  /// Suspends with what is posted if there is no room for a view, an update and so many operations
  /// and segments behind it.
  [[gnu::always_inline]] void prepare(std::size_t operations, std::size_t segments) {
    make_room_for_view();
    make_room(operations, segments);
  }

  [[gnu::always_inline]] void make_room_for_view() {
    // A script has one of each.
    if (script_.compute_at != kNever || script_.irregular.count > 0) [[unlikely]] {
      submit_early();
    }
  }

  template <std::size_t kLists>
  [[gnu::always_inline]] void post_view(const std::array<RegisterList, kLists>& lists) {
    script_.view_begin = script_.size;
    script_.view_size = static_cast<std::uint32_t>(size(lists));
    for (const RegisterList& list : lists) {
      if (!list.empty()) post_list(OperationKind::kRead, list);
    }
    std::fill_n(script_.values + script_.view_begin, script_.view_size, kReadOperand);
    script_.update_begin = script_.size;
    script_.update_size = 0;
  }

  /// Posts the operations of an update, whose values are up to the caller.
  [[gnu::always_inline]] void post_update(const RegisterList& adds) {
    script_.update_begin = script_.size;
    script_.update_size = static_cast<std::uint32_t>(adds.size());
    if (!adds.empty()) post_list(OperationKind::kFetchAdd, adds);
  }
  void post_update(const GuardedList& adds) {
    const auto count = static_cast<std::uint32_t>(adds.registers.size());
    script_.update_begin = script_.size;
    script_.update_size = count;
    mark_irregular_list(
        {script_.size, count, OperationKind::kGuardedFetchAdd, number(adds.guard), adds.epoch});
    if (count > 0) post_list(OperationKind::kGuardedFetchAdd, adds.registers);
  }
  void post_update(const RacyList& adds) {
    const auto count = static_cast<std::uint32_t>(adds.registers.size());
    script_.update_begin = script_.size + count;
    script_.update_size = count;
    mark_irregular_list({script_.size, 2 * count, OperationKind::kRacyAdd});
    if (count > 0) post_racy_list(adds.registers);
  }

  void mark_irregular_list(const IrregularList& list) {
    script_.irregular = list;
    machine_.execution_.irregular_lists = true;
  }

  template <class Adds, class Between>
  [[gnu::always_inline]] void post_computation(void (*call)(void*, std::span<const double>,
                                                            std::span<double>),
                                               void* context, const Adds& adds,
                                               const Between& between) {
    script_.compute_at = script_.size;
    script_.computation = {call, context};
    post_at_once(between);
    post_update(adds);
    // With nothing pending before it, the computation follows the operation done last.
    if (script_.compute_at == 0) [[unlikely]] {
      run_computation(script_);
      settle();
    }
  }

  /// Settles an update that is known as it is posted.
  void settle() {
    if (settle_update(script_)) kept_ = 0;
    script_.has_operands = script_.knows_update = script_.size > 0;
    if (script_.size == 0) script_.segment_count = 0;
  }

  [[gnu::always_inline]] void make_room(std::size_t operations, std::size_t segments) {
    if (script_.size + operations > script_.capacity ||
        script_.segment_count + segments > Script::kSegmentsMax) [[unlikely]] {
      make_room_early(operations);
    }
  }

  [[gnu::noinline]] void make_room_early(std::size_t operations) {
    if (operations > script_.capacity) too_long("operations at once", operations, script_.capacity);
    submit_early();
  }

  /// `submit` where there is no room for what is to be posted.
  void submit_early() {
    if (indivisible_) {
      throw std::length_error("the machine has no room for what must be posted at once");
    }
    submit_all();
  }

  /// `submit` in rare cases, so that the step loop is not compiled into every caller.
  [[gnu::noinline]] void submit_all() { submit(); }

  template <class Post>
  [[gnu::always_inline]] void post_at_once(const Post& post) {
    indivisible_ = true;
    post();
    indivisible_ = false;
  }

  /// What `then` posts follows the operation in the same script, whose end is dropped if that does
  /// not find what is expected.
  template <class Then>
  [[gnu::always_inline]] std::uint64_t do_then(const Operation& operation, std::uint64_t expected,
                                               const Then& then) {
    make_room_for_view();
    ScalarOperation& scalar = post_scalar(operation);
    scalar.must_find(expected, OnMismatch::kCut);
    post_at_once(then);
    return scalar.result.previous;
  }

  /// Whether the next segment of the script is, with its registers, in place from the submission
  /// before.
  [[gnu::always_inline]] bool in_place(OperationKind kind, const std::uint32_t* registers,
                                       std::uint32_t first, std::size_t count) const {
    const Segment& segment = script_.segments[script_.segment_count];
    return script_.segment_count < kept_ && segment.registers == registers &&
           segment.first == first && segment.count == count && segment.kind == kind;
  }

  /// Posts operations on a list of registers, which is not empty; their values are up to the
  /// caller.
  [[gnu::always_inline]] void post_list(OperationKind kind, const RegisterList& registers) {
    if (!in_place(kind, registers.indices.data(), registers.front(), registers.size())) {
      place_list(kind, registers);
    }
    ++script_.segment_count;
    script_.size += static_cast<std::uint32_t>(registers.size());
  }

  [[gnu::noinline]] void place_list(OperationKind kind, const RegisterList& registers) {
    const auto count = static_cast<std::uint32_t>(registers.size());
    kept_ = 0;
    script_.segments[script_.segment_count] = {registers.indices.data(), registers.front(), count,
                                               kind,
                                               registers.back() - registers.front() + 1 == count};
    std::uint32_t* const to = script_.registers + script_.size;
    for (std::uint32_t k = 0; k < count; ++k) to[k] = registers[k];
  }

  /// The same for racy adds, of which each register has two operations.
  void post_racy_list(const RegisterList& registers) {
    const auto count = static_cast<std::uint32_t>(registers.size());
    if (!in_place(OperationKind::kRacyAdd, registers.indices.data(), registers.front(),
                  2 * registers.size())) {
      kept_ = 0;
      script_.segments[script_.segment_count] = {registers.indices.data(), registers.front(),
                                                 2 * count, OperationKind::kRacyAdd, false};
      std::uint32_t* to = script_.registers + script_.size;
      for (std::uint32_t k = 0; k < count; ++k) {
        *to++ = registers[k];
        *to++ = registers[k];
      }
    }
    ++script_.segment_count;
    script_.size += 2 * count;
  }

  /// Posts one operation; its value is up to the caller.
  [[gnu::always_inline]] void post_single(OperationKind kind, std::uint32_t target) {
    if (!in_place(kind, nullptr, target, 1)) place_single(kind, target);
    ++script_.segment_count;
    ++script_.size;
  }

  [[gnu::noinline]] void place_single(OperationKind kind, std::uint32_t target) {
    make_room(1, 1);
    overwrite_single(kind, target);
  }

  [[gnu::always_inline]] void overwrite_single(OperationKind kind, std::uint32_t target) {
    kept_ = 0;
    script_.segments[script_.segment_count] = {nullptr, target, 1, kind, true};
    script_.registers[script_.size] = target;
  }

  [[gnu::always_inline]] void make_room_for_scalar() {
    if (script_.scalar_count < script_.scalars_capacity) [[likely]] {
      return;
    }
    if (script_.scalar_count == 0) too_long("scalar operations at once", 1, 0);
    submit_early();
  }

  [[gnu::always_inline]] ScalarOperation& post_scalar(const Operation& operation) {
    make_room_for_scalar();
    post_single(operation.kind, operation.target);
    script_.values[script_.size - 1] = kReadOperand;
    ScalarOperation& scalar = script_.scalars[script_.scalar_count++];
    scalar.position = script_.size - 1;
    scalar.operation = operation;
    scalar.on_mismatch = OnMismatch::kProceed;
    return scalar;
  }

  /// A read or fetch&add of a double that the worker waits for.
  [[gnu::always_inline]] double operate(OperationKind kind, std::uint32_t target, double operand) {
    if (script_.size > 0) [[unlikely]] {
      post_single(kind, target);
      script_.values[script_.size - 1] = operand;
      script_.has_operands = true;
      submit_all();
      return last_value();
    }
    // By far the most common case: it is the whole script.
    script_.repeats = kept_ == 1 && in_place(kind, nullptr, target, 1);
    if (!script_.repeats) overwrite_single(kind, target);
    kept_ = 1;
    script_.values[0] = operand;
    script_.has_operands = kind == OperationKind::kFetchAdd;
    script_.size = 1;
    script_.segment_count = 1;
    script_.boundary_kind =
        kind == OperationKind::kRead ? BoundaryKind::kReadEnd : BoundaryKind::kPlainEnd;
    Cursor& cursor = machine_.execution_.cursors[worker_];
    cursor.position = 0;
    cursor.boundary = 1;
    machine_.suspend(worker_);
    script_.has_operands = false;
    script_.size = 0;
    script_.segment_count = 0;
    return script_.values[0];
  }

  /// What the last operation of the script just done returned. Its position may be less than that
  /// at which it was posted, where zero updates before it were dropped.
  double last_value() const {
    return script_.values[machine_.execution_.cursors[worker_].position - 1];
  }

  [[gnu::always_inline]] OperationResult result(const Operation& operation) {
    const ScalarOperation& scalar = post_scalar(operation);
    submit();
    return scalar.result;
  }

  [[gnu::always_inline]] void submit() {
    Cursor& cursor = machine_.execution_.cursors[worker_];
    cursor.position = 0;
    find_boundary(cursor);
    script_.repeats = kept_ == script_.segment_count;
    kept_ = script_.segment_count;
    machine_.suspend(worker_);
    empty_script(script_);
    if (script_.dropped) [[unlikely]] {
      script_.dropped = false;
      kept_ = 0;
    }
    script_.segment_count = 0;
  }

  void close_iteration() {
    script_.iteration_open = false;
    script_.ends_at = kNever;
    if (machine_.writes_all()) machine_.iteration_ended(worker_);
  }

  Machine& machine_;
  std::uint32_t worker_;
  Script& script_;
  std::span<double> unallocated_;
  /// How many segments of the submission before are in place, with their registers, where as many
  /// are posted; none once one has been overwritten.
  std::uint32_t kept_ = 0;
  bool indivisible_ = false;  ///< What is being posted must be submitted at once.

  /// The context of a computation that gets a count.
  struct Counting {
    void* computation;
    const Word* count;
  };
  Counting counting_{};
};

static_assert(GuardedMemory<SimulatedMemory>);

/// Begins a run in which every worker of the machine runs `program(memory)`. The program is a C++
/// callable that takes a SimulatedMemory&.
template <class Program>
void begin_simulation(Machine& machine, Program program) {
  machine.begin([&machine, program = std::move(program)](std::uint32_t worker) {
    SimulatedMemory memory(machine, worker);
    program(memory);
    memory.finish();
  });
}

/// The same, under the adversary, to the end.
template <class Program>
Ending simulate(Machine& machine, Adversary& adversary, const Program& program) {
  begin_simulation(machine, [&](SimulatedMemory& memory) { program(memory); });
  machine.advance(adversary, std::numeric_limits<std::uint64_t>::max());
  return machine.end();
}

}  // namespace hogtie
