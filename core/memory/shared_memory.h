#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/memory/register.h"
#include "core/random/coins.h"

namespace hogtie {

/// What a counter held, and then registers.
struct CountedView {
  std::uint64_t count;
  std::span<const double> view;
};

/// What is posted between a computation and its updates, mostly.
struct PostNothing {
  void operator()() const {}
};

/// A worker's access to the shared memory: what an algorithm is written against, once, for every
/// machine.
///
/// Each operation is atomic, and is one step. Those that return something suspend the worker until
/// they are done. The others are *posted*: they take effect in program order, but the worker does
/// not wait. The indices of a list of registers are not copied: they must stay as they are while
/// the worker lives.
///
/// - `read(register)`; `write(register, value)`, posted; `write(registers, values)`, posted: writes
///   one after the other.
/// - `fetch_add(register, value)`: the value before. `add(counter, value)`, posted: the same.
/// - `compare_and_swap(register, expected, desired)`: the value before; it swapped if that is, bit
///   for bit, `expected`.
/// - `read(registers)`, `read(lists)`: reads one after the other; the view of all, in that order,
///   stays valid until the next operation.
/// - `read_behind(counter, registers)`: reads the counter, then the registers.
/// - `add(registers, values)`, posted: fetch&adds one after the other, or, of a RacyList, what that
///   says; without those of zero.
/// - `read_add(reads, adds, computation)`, posted: reads `reads` (one list, or an array of them),
///   one after the other, calls computation(view, update), then adds `update` to `adds` as `add`
///   does. The computation runs right after the last read and must outlive the next operation that
///   suspends. It may run on another worker's stack.
/// - `read_add(reads, adds, computation, between)`, posted: the same, with what between() posts
///   after the computation and before the updates.
/// - `read_add(reads, counter, adds, computation)`, posted: reads the counter, too, after `reads`,
///   and calls computation(view, count, update).
/// - `wait_while(counter, least, most)`, posted: reads the counter again and again while it holds
///   at least `least` and at most `most`. Every read is a step; a worker in it *spins*.
/// - `read_then(counter, expected, then)`: reads the counter and, if it holds `expected`, does what
///   then() does: operations that are posted, and at its end one that suspends. Returns what the
///   counter held. `compare_and_swap_then(counter, expected, desired, then)`: the same if it
///   swapped. A machine may call then() before it knows, and drop the operations: what it leaves in
///   local variables has a meaning only where the counter held `expected`.
/// - `begin_iteration(t)`, `end_iteration()`: events, not steps: the operation done last began
///   iteration t; the operation done or posted last is the iteration's last.
/// - `finish()`: no step; suspends until all that is posted is done.
/// - `allocate(count)`: that many zeros which the worker owns to its end, for an algorithm's state.
/// - `coins()`: those of (seed, worker, iteration begun last), fresh at its begin.
template <class M>
concept SharedMemory = requires(
    M& memory, DoubleRegister x, CounterRegister c, double value, std::uint64_t count,
    RegisterList registers, const std::array<RegisterList, 2>& lists, RacyList racy,
    std::span<const double> values, void (&computation)(std::span<const double>, std::span<double>),
    void (&counting)(std::span<const double>, std::uint64_t, std::span<double>), void (&act)()) {
  { memory.worker() } -> std::same_as<std::uint32_t>;
  { memory.read(x) } -> std::same_as<double>;
  { memory.read(c) } -> std::same_as<std::uint64_t>;
  { memory.write(x, value) } -> std::same_as<void>;
  { memory.write(c, count) } -> std::same_as<void>;
  { memory.write(registers, values) } -> std::same_as<void>;
  { memory.fetch_add(x, value) } -> std::same_as<double>;
  { memory.fetch_add(c, count) } -> std::same_as<std::uint64_t>;
  { memory.compare_and_swap(x, value, value) } -> std::same_as<double>;
  { memory.compare_and_swap(c, count, count) } -> std::same_as<std::uint64_t>;
  { memory.read(registers) } -> std::same_as<std::span<const double>>;
  { memory.read(lists) } -> std::same_as<std::span<const double>>;
  { memory.read_behind(c, registers) } -> std::same_as<CountedView>;
  { memory.add(c, count) } -> std::same_as<void>;
  { memory.add(registers, values) } -> std::same_as<void>;
  { memory.add(racy, values) } -> std::same_as<void>;
  { memory.read_add(registers, registers, computation) } -> std::same_as<void>;
  { memory.read_add(lists, racy, computation) } -> std::same_as<void>;
  { memory.read_add(registers, registers, computation, act) } -> std::same_as<void>;
  { memory.read_add(registers, c, registers, counting) } -> std::same_as<void>;
  { memory.wait_while(c, count, count) } -> std::same_as<void>;
  { memory.read_then(c, count, act) } -> std::same_as<std::uint64_t>;
  { memory.compare_and_swap_then(c, count, count, act) } -> std::same_as<std::uint64_t>;
  { memory.begin_iteration(count) } -> std::same_as<void>;
  { memory.end_iteration() } -> std::same_as<void>;
  { memory.finish() } -> std::same_as<void>;
  { memory.allocate(std::size_t{1}) } -> std::same_as<std::span<double>>;
  { memory.coins() } -> std::same_as<Coins&>;
};

/// One that adds to a GuardedList, too.
template <class M>
concept GuardedMemory = SharedMemory<M> &&
    requires(M& memory, RegisterList registers, GuardedList guarded, std::span<const double> values,
             void (&computation)(std::span<const double>, std::span<double>)) {
  { memory.add(guarded, values) } -> std::same_as<void>;
  { memory.read_add(registers, guarded, computation) } -> std::same_as<void>;
};

}  // namespace hogtie
