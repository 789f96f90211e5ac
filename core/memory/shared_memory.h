#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/memory/register.h"
#include "core/random/coins.h"

namespace hogtie {

/// A worker's access to the shared memory: what an algorithm is written against, once, for every
/// machine.
///
/// Each operation is atomic, and is one step. Those that return something suspend the worker until
/// they are done. The others are *posted*: they take effect in program order, but the worker does
/// not wait. The indices of a list of registers are not copied: they must stay as they are while
/// the worker lives.
///
/// - `read(register)`; `write(register, value)`, posted.
/// - `fetch_add(register, value)`: the value before.
/// - `compare_and_swap(register, expected, desired)`: the value before; it swapped if that is, bit
///   for bit, `expected`.
/// - `read(registers)`: reads one after the other; the view stays valid until the next operation.
/// - `add(registers, values)`, posted: fetch&adds one after the other, without those of zero.
/// - `read_add(reads, adds, computation)`, posted: reads `reads` one after the other, calls
///   computation(view, update), then fetch&adds `update` to `adds` without those of zero. The
///   computation runs right after the last read and must outlive the next operation that suspends.
///   It may run on another worker's stack.
/// - `racy_add(registers, values)`, posted: reads each of them and then writes what it found plus
/// the
///   value, two steps, between which others' updates are lost; without those of zero.
/// - `wait_while(counter, value)`: reads the counter again and again while it holds `value`, and
///   returns what it then holds. Every read is a step; a worker in it *spins*.
/// - `begin_iteration(t)`, `end_iteration()`: events, not steps: the operation done last began
///   iteration t; the operation done or posted last is the iteration's last.
/// - `allocate(count)`: that many zeros which the worker owns to its end, for an algorithm's state.
/// - `coins()`: those of (seed, worker, iteration begun last), fresh at its begin.
template <class M>
concept SharedMemory = requires(M& memory, DoubleRegister x, CounterRegister c, double value,
                                std::uint64_t count, RegisterList registers,
                                std::span<const double> values,
                                void (&computation)(std::span<const double>, std::span<double>)) {
  { memory.worker() } -> std::same_as<std::uint32_t>;
  { memory.read(x) } -> std::same_as<double>;
  { memory.read(c) } -> std::same_as<std::uint64_t>;
  { memory.write(x, value) } -> std::same_as<void>;
  { memory.write(c, count) } -> std::same_as<void>;
  { memory.fetch_add(x, value) } -> std::same_as<double>;
  { memory.fetch_add(c, count) } -> std::same_as<std::uint64_t>;
  { memory.compare_and_swap(x, value, value) } -> std::same_as<double>;
  { memory.compare_and_swap(c, count, count) } -> std::same_as<std::uint64_t>;
  { memory.read(registers) } -> std::same_as<std::span<const double>>;
  { memory.add(registers, values) } -> std::same_as<void>;
  { memory.racy_add(registers, values) } -> std::same_as<void>;
  { memory.wait_while(c, count) } -> std::same_as<std::uint64_t>;
  { memory.read_add(registers, registers, computation) } -> std::same_as<void>;
  { memory.begin_iteration(count) } -> std::same_as<void>;
  { memory.end_iteration() } -> std::same_as<void>;
  { memory.allocate(std::size_t{1}) } -> std::same_as<std::span<double>>;
  { memory.coins() } -> std::same_as<Coins&>;
};

/// With guards, besides (double-compare-single-swap):
///
/// - `guarded_fetch_add(guard, epoch, register, value)`: adds if the counter `guard` holds `epoch`
///   at that step, and returns whether it did.
/// - `guarded_add(guard, epoch, registers, values)`, posted: like `add`, with the guard on each.
template <class M>
concept GuardedMemory = SharedMemory<M> &&
    requires(M& memory, DoubleRegister x, CounterRegister c, double value, std::uint64_t count,
             RegisterList registers, std::span<const double> values) {
  { memory.guarded_fetch_add(c, count, x, value) } -> std::same_as<bool>;
  { memory.guarded_add(c, count, registers, values) } -> std::same_as<void>;
};

}  // namespace hogtie
