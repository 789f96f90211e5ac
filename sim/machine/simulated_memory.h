#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>

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
    if (!machine_.observers_.empty()) [[unlikely]] {
      machine_.iteration_begun(worker_);
    }
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
    post_special({OperationKind::kWrite, x.index, to_word(value)});
  }
  void write(CounterRegister c, std::uint64_t value) {
    post_special({OperationKind::kWrite, number(c), value});
  }
  double compare_and_swap(DoubleRegister x, double expected, double desired) {
    return to_double(
        result({OperationKind::kCompareAndSwap, x.index, to_word(desired), to_word(expected)})
            .previous);
  }
  std::uint64_t compare_and_swap(CounterRegister c, std::uint64_t expected, std::uint64_t desired) {
    return result({OperationKind::kCompareAndSwap, number(c), desired, expected}).previous;
  }
  bool guarded_fetch_add(CounterRegister guard, std::uint64_t epoch, DoubleRegister x,
                         double value) {
    return result({OperationKind::kGuardedFetchAdd, x.index, to_word(value), epoch, number(guard)})
        .applied;
  }

  std::span<const double> read(RegisterList registers) {
    if (registers.empty()) return {};
    if (script_.compute_at != kNever) submit_early();  // a script has one view
    const std::uint32_t at = post_reads(registers);
    mark_view(at, registers.size(), 0);
    submit();
    return {script_.values + at, registers.size()};
  }

  void add(RegisterList registers, std::span<const double> values) {
    if (registers.empty()) return;
    if (script_.compute_at != kNever) submit_early();  // a script has one update
    const std::uint32_t at = post_list(OperationKind::kFetchAdd, registers);
    std::copy(values.begin(), values.end(), script_.values + at);
    mark_view(at, 0, registers.size());
    if (!all_nonzero(values)) drop();
    sampled();
  }

  void guarded_add(CounterRegister guard, std::uint64_t epoch, RegisterList registers,
                   std::span<const double> values) {
    for (std::size_t k = 0; k < registers.size(); ++k) {
      if (values[k] == 0.0) continue;
      post_special({OperationKind::kGuardedFetchAdd, registers[k], to_word(values[k]), epoch,
                    number(guard)});
    }
  }

  void racy_add(RegisterList registers, std::span<const double> values) {
    if (script_.racy_end > 0) submit_early();  // a script has one
    make_room(2 * registers.size());
    const std::uint32_t begin = script_.size;
    std::uint32_t end = begin;
    for (std::size_t k = 0; k < registers.size(); ++k) {
      if (values[k] == 0.0) continue;
      script_.registers[end] = script_.registers[end + 1] = registers[k];
      script_.values[end] = kReadOperand;
      script_.values[end + 1] = values[k];
      end += 2;
    }
    if (end == begin) return;
    kept_ = 0;
    script_.segments[script_.segment_count++] = {registers.indices.data(), script_.registers[begin],
                                                 end - begin, OperationKind::kRacyAdd, false};
    script_.racy_begin = begin;
    script_.racy_end = script_.size = end;
    sampled();
  }

  std::uint64_t wait_while(CounterRegister c, std::uint64_t value) {
    const std::uint32_t at = post_special({OperationKind::kRead, number(c), 0, value});
    script_.specials[at].waits = true;
    submit();
    return script_.specials[at].result.previous;
  }

  template <class Computation>
  [[gnu::always_inline]] void read_add(RegisterList reads, RegisterList adds,
                                       Computation& computation) {
    if (script_.size == 0 && repeats(reads, adds)) [[likely]] {
      std::fill_n(script_.values, reads.size(), kReadOperand);
      mark_view(0, reads.size(), adds.size());
      script_.size = static_cast<std::uint32_t>(reads.size() + adds.size());
      script_.segment_count = 2;
    } else {
      post_read_add(reads, adds);
    }
    script_.compute_at = script_.update_begin;
    script_.computation = {
        [](void* context, std::span<const double> view, std::span<double> update) {
          (*static_cast<Computation*>(context))(view, update);
        },
        const_cast<void*>(static_cast<const void*>(&computation))};
    // With nothing pending before it, the computation follows the operation done last.
    if (script_.compute_at == 0) [[unlikely]] {
      if (compute(script_)) kept_ = 0;
      if (script_.size == 0) script_.segment_count = 0;
      sampled();
    }
  }

  /// Submits what is posted; the worker's program has ended.
  void finish() {
    if (script_.size > 0) submit();
  }

 private:
  std::uint32_t number(CounterRegister c) const { return machine_.execution_.layout.number(c); }

  [[noreturn]] void too_long(const char* what, std::size_t count, std::size_t limit) const {
    throw std::length_error(std::to_string(count) + " " + what + ", but the machine has room for " +
                            std::to_string(limit) + " a worker");
  }

  void mark_view(std::uint32_t begin, std::size_t view, std::size_t update) {
    script_.view_size = static_cast<std::uint32_t>(view);
    script_.update_begin = begin + script_.view_size;
    script_.update_size = static_cast<std::uint32_t>(update);
  }

  static std::uint32_t first_of(RegisterList list) { return list.empty() ? 0 : list.front(); }

  /// Whether the script submitted last began with these reads and adds, and is in place.
  [[gnu::always_inline]] bool repeats(RegisterList reads, RegisterList adds) const {
    const Segment& read = script_.segments[0];
    const Segment& add = script_.segments[1];
    return kept_ >= 2 && read.registers == reads.indices.data() && read.first == first_of(reads) &&
           read.count == reads.size() && read.kind == OperationKind::kRead &&
           add.registers == adds.indices.data() && add.first == first_of(adds) &&
           add.count == adds.size() && add.kind == OperationKind::kFetchAdd;
  }

  [[gnu::noinline]] void post_read_add(RegisterList reads, RegisterList adds) {
    if (script_.compute_at != kNever) submit_early();  // a script has one view
    make_room(reads.size() + adds.size());
    const std::uint32_t at = reads.empty() ? script_.size : post_reads(reads);
    if (!adds.empty()) post_list(OperationKind::kFetchAdd, adds);
    mark_view(at, reads.size(), adds.size());
  }

  /// Suspends with what is posted if `operations` more do not fit behind it.
  [[gnu::always_inline]] void make_room(std::size_t operations) {
    if (script_.size + operations > script_.capacity ||
        script_.segment_count + 2 > Script::kSegmentsMax) [[unlikely]] {
      make_room_early(operations);
    }
  }

  [[gnu::noinline]] void make_room_early(std::size_t operations) {
    if (operations > script_.capacity) too_long("operations at once", operations, script_.capacity);
    submit();
  }

  /// `submit` where it is rare, so that the step loop is not compiled into every caller.
  [[gnu::noinline]] void submit_early() { submit(); }

  /// Whether the next segment of the script is, with its registers, in place from the submission
  /// before.
  [[gnu::always_inline]] bool in_place(OperationKind kind, const std::uint32_t* registers,
                                       std::uint32_t first, std::size_t count) const {
    const Segment& segment = script_.segments[script_.segment_count];
    return script_.segment_count < kept_ && segment.registers == registers &&
           segment.first == first && segment.count == count && segment.kind == kind;
  }

  /// Posts operations on a list of registers; returns where it begins. Their values are up to the
  /// caller.
  [[gnu::always_inline]] std::uint32_t post_list(OperationKind kind, RegisterList registers) {
    make_room(registers.size());
    if (!in_place(kind, registers.indices.data(), registers.front(), registers.size())) {
      place_list(kind, registers);
    }
    ++script_.segment_count;
    const std::uint32_t at = script_.size;
    script_.size += static_cast<std::uint32_t>(registers.size());
    return at;
  }

  [[gnu::noinline]] void place_list(OperationKind kind, RegisterList registers) {
    const auto count = static_cast<std::uint32_t>(registers.size());
    kept_ = 0;
    script_.segments[script_.segment_count] = {registers.indices.data(), registers.front(), count,
                                               kind,
                                               registers.back() - registers.front() + 1 == count};
    std::uint32_t* const to = script_.registers + script_.size;
    for (std::uint32_t k = 0; k < count; ++k) to[k] = registers[k];
  }

  [[gnu::always_inline]] std::uint32_t post_reads(RegisterList registers) {
    const std::uint32_t at = post_list(OperationKind::kRead, registers);
    std::fill_n(script_.values + at, registers.size(), kReadOperand);
    return at;
  }

  /// Posts one operation; its value is up to the caller.
  [[gnu::always_inline]] void post_single(OperationKind kind, std::uint32_t target) {
    if (!in_place(kind, nullptr, target, 1)) place_single(kind, target);
    ++script_.segment_count;
    ++script_.size;
  }

  [[gnu::noinline]] void place_single(OperationKind kind, std::uint32_t target) {
    make_room(1);
    overwrite_single(kind, target);
  }

  [[gnu::always_inline]] void overwrite_single(OperationKind kind, std::uint32_t target) {
    kept_ = 0;
    script_.segments[script_.segment_count] = {nullptr, target, 1, kind, true};
    script_.registers[script_.size] = target;
  }

  [[gnu::always_inline]] std::uint32_t post_special(const Operation& operation) {
    if (script_.special_count == script_.specials_capacity) [[unlikely]] {
      if (script_.special_count == 0) too_long("special operations at once", 1, 0);
      submit_early();
    }
    post_single(operation.kind, operation.target);
    script_.values[script_.size - 1] = kReadOperand;
    Special& special = script_.specials[script_.special_count];
    special.position = script_.size - 1;
    special.operation = operation;
    special.waits = false;
    return script_.special_count++;
  }

  /// A read or fetch&add of a double that the worker waits for.
  [[gnu::always_inline]] double operate(OperationKind kind, std::uint32_t target, double operand) {
    if (script_.size > 0) [[unlikely]] {
      post_single(kind, target);
      script_.values[script_.size - 1] = operand;
      submit_early();
      return last_value();
    }
    // By far the most common case: it is the whole script.
    script_.repeats = kept_ == 1 && in_place(kind, nullptr, target, 1);
    if (!script_.repeats) overwrite_single(kind, target);
    kept_ = 1;
    script_.values[0] = operand;
    script_.size = 1;
    script_.segment_count = 1;
    script_.stop_kind = kind == OperationKind::kRead ? StopKind::kReadEnd : StopKind::kPlainEnd;
    Cursor& cursor = machine_.execution_.cursors[worker_];
    cursor.position = 0;
    cursor.stop = 1;
    machine_.suspend(worker_);
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
    const std::uint32_t at = post_special(operation);
    submit();
    return script_.specials[at].result;
  }

  [[gnu::always_inline]] void submit() {
    Cursor& cursor = machine_.execution_.cursors[worker_];
    cursor.position = 0;
    find_stop(cursor);
    script_.repeats = kept_ == script_.segment_count;
    kept_ = script_.segment_count;
    machine_.suspend(worker_);
    if (script_.ends_at != kNever) script_.iteration_open = false;
    script_.ends_at = kNever;
    if (script_.dropped) [[unlikely]] {
      script_.dropped = false;
      kept_ = 0;
    }
    script_.size = 0;
    script_.racy_end = 0;
    script_.special_count = 0;
    script_.special_next = 0;
    script_.segment_count = 0;
  }

  [[gnu::noinline]] void drop() {
    kept_ = 0;
    drop_zeros(script_);
  }

  /// An update has been sampled as it was posted.
  void sampled() {
    if (!machine_.observers_.empty()) machine_.update_sampled(worker_);
  }

  void close_iteration() {
    script_.iteration_open = false;
    script_.ends_at = kNever;
    if (!machine_.observers_.empty()) machine_.iteration_ended(worker_);
  }

  Machine& machine_;
  std::uint32_t worker_;
  Script& script_;
  std::span<double> unallocated_;
  /// How many segments of the submission before are in place, with their registers, where as many
  /// are posted; none once one has been overwritten.
  std::uint32_t kept_ = 0;
};

static_assert(GuardedMemory<SimulatedMemory>);

/// Runs `program(memory)` on every worker of the machine under the adversary, to the end. Once a
/// machine. The program is a C++ callable that takes a SimulatedMemory&.
template <class Program>
Ending simulate(Machine& machine, Adversary& adversary, const Program& program) {
  return machine.run(adversary, [&](std::uint32_t worker) {
    SimulatedMemory memory(machine, worker);
    program(memory);
    memory.finish();
  });
}

}  // namespace hogtie
