#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/memory/shared_memory.h"
#include "sim/enforcing/schedule_enforcer.h"
#include "sim/threads/thread_worker.h"

namespace hogtie {

/// A thread's shared memory where threads take turns (see the concept GuardedMemory): every
/// operation waits for its turn.
class TurnMemory final : public ThreadWorker<TurnMemory> {
 public:
  TurnMemory(ScheduleEnforcer& turns, const RegisterLayout& layout, const ThreadSetup& setup)
      : ThreadWorker(setup), turns_(turns), layout_(layout) {}

  using ThreadWorker::read;
  double read(DoubleRegister x) { return to_double(word({OperationKind::kRead, x.index})); }
  std::uint64_t read(CounterRegister c) { return word({OperationKind::kRead, number(c)}); }
  void write(DoubleRegister x, double value) {
    word({OperationKind::kWrite, x.index, to_word(value)});
  }
  void write(CounterRegister c, std::uint64_t value) {
    word({OperationKind::kWrite, number(c), value});
  }
  double fetch_add(DoubleRegister x, double value) {
    return to_double(word({OperationKind::kFetchAdd, x.index, to_word(value)}));
  }
  std::uint64_t fetch_add(CounterRegister c, std::uint64_t value) {
    return word({OperationKind::kFetchAdd, number(c), value});
  }
  double compare_and_swap(DoubleRegister x, double expected, double desired) {
    return to_double(
        word({OperationKind::kCompareAndSwap, x.index, to_word(desired), to_word(expected)}));
  }
  std::uint64_t compare_and_swap(CounterRegister c, std::uint64_t expected, std::uint64_t desired) {
    return word({OperationKind::kCompareAndSwap, number(c), desired, expected});
  }

  void read_into(RegisterList registers, std::span<double> view) {
    for (std::size_t k = 0; k < registers.size(); ++k) {
      view[k] = read(DoubleRegister{registers[k]});
    }
  }
  void add(RegisterList registers, std::span<const double> values) {
    for (std::size_t k = 0; k < registers.size(); ++k) {
      if (values[k] != 0.0) fetch_add(DoubleRegister{registers[k]}, values[k]);
    }
  }
  void write(RegisterList registers, std::span<const double> values) {
    for (std::size_t k = 0; k < values.size(); ++k) {
      write(DoubleRegister{registers[k]}, values[k]);
    }
  }
  void add(const RacyList& adds, std::span<const double> values) {
    for (std::size_t k = 0; k < values.size(); ++k) {
      if (values[k] == 0.0) continue;
      const DoubleRegister x{adds.registers[k]};
      write(x, read(x) + values[k]);
    }
  }
  void add(const GuardedList& adds, std::span<const double> values) {
    for (std::size_t k = 0; k < values.size(); ++k) {
      if (values[k] == 0.0) continue;
      word({OperationKind::kGuardedFetchAdd, adds.registers[k], to_word(values[k]), adds.epoch,
            number(adds.guard)});
    }
  }
  void add(CounterRegister c, std::uint64_t value) { fetch_add(c, value); }
  void wait_while(CounterRegister c, std::uint64_t least, std::uint64_t most) {
    while (read(c) - least <= most - least) {
    }
  }

 private:
  std::uint32_t number(CounterRegister c) const { return layout_.number(c); }
  Word word(const Operation& operation) { return turns_.operate(worker(), operation).previous; }

  ScheduleEnforcer& turns_;
  RegisterLayout layout_;
};

static_assert(GuardedMemory<TurnMemory>);

}  // namespace hogtie
