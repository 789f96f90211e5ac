#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/memory/shared_memory.h"
#include "sim/threads/thread_worker.h"

namespace hogtie {

/// A thread's shared memory on real hardware (see the concept SharedMemory): operations take place
/// as they are called. C[0] is taken for the counter of iterations.
template <class Cells>
class ThreadMemory final : public FreeThreadWorker<ThreadMemory<Cells>, Cells> {
  using Worker = FreeThreadWorker<ThreadMemory, Cells>;
  using Worker::cells_;
  using Worker::tally_;

 public:
  ThreadMemory(Cells& cells, WorkerTally& tally, const ThreadSetup& setup)
      : Worker(cells, tally, setup) {}

  double read(DoubleRegister x) {
    ++tally_.steps;
    return cells_.doubles().load(x.index);
  }
  std::uint64_t read(CounterRegister c) {
    ++tally_.steps;
    return cells_.counter(c.index).load();
  }
  void write(DoubleRegister x, double value) {
    ++tally_.steps;
    cells_.doubles().store(x.index, value);
  }
  void write(CounterRegister c, std::uint64_t value) {
    ++tally_.steps;
    cells_.counter(c.index).store(value);
  }
  double fetch_add(DoubleRegister x, double value) {
    ++tally_.steps;
    ++tally_.updates;
    return cells_.doubles().add(x.index, value);
  }
  std::uint64_t fetch_add(CounterRegister c, std::uint64_t value) {
    ++tally_.steps;
    return cells_.counter(c.index).fetch_add(value);
  }
  double compare_and_swap(DoubleRegister x, double expected, double desired) {
    ++tally_.steps;
    return cells_.doubles().compare_and_swap(x.index, expected, desired);
  }
  std::uint64_t compare_and_swap(CounterRegister c, std::uint64_t expected, std::uint64_t desired) {
    ++tally_.steps;
    cells_.counter(c.index).compare_exchange_strong(expected, desired);
    return expected;
  }

  std::span<const double> read(RegisterList registers) {
    tally_.steps += registers.size();
    const std::span<double> view = this->view(registers.size());
    const auto doubles = cells_.doubles();
    for (std::size_t k = 0; k < view.size(); ++k) view[k] = doubles.load(registers[k]);
    return view;
  }
  void add(RegisterList registers, std::span<const double> values) {
    const auto doubles = cells_.doubles();
    std::uint64_t updates = 0;
    for (std::size_t k = 0; k < registers.size(); ++k) {
      if (values[k] == 0.0) continue;
      ++updates;
      doubles.add(registers[k], values[k]);
    }
    tally_.steps += updates;
    tally_.updates += updates;
  }
  void racy_add(RegisterList registers, std::span<const double> values) {
    const auto doubles = cells_.doubles();
    std::uint64_t updates = 0;
    for (std::size_t k = 0; k < registers.size(); ++k) {
      if (values[k] == 0.0) continue;
      ++updates;
      doubles.racy_add(registers[k], values[k]);
    }
    tally_.steps += 2 * updates;
    tally_.updates += updates;
  }
  std::uint64_t wait_while(CounterRegister c, std::uint64_t value) {
    ++tally_.steps;
    std::uint64_t found = cells_.counter(c.index).load();
    for (; found == value; found = cells_.counter(c.index).load()) this->yield();
    return found;
  }
};

}  // namespace hogtie
