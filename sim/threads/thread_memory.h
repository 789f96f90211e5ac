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

  using Worker::read;
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
    const std::uint64_t before = cells_.counter(c.index).fetch_add(value);
    if (c.index == 0) this->drew(before);
    return before;
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

  void read_into(RegisterList registers, std::span<double> view) {
    tally_.steps += registers.size();
    const auto doubles = cells_.doubles();
    for (std::size_t k = 0; k < view.size(); ++k) view[k] = doubles.load(registers[k]);
  }
  void add(RegisterList registers, std::span<const double> values) {
    const std::uint64_t updates = cells_.doubles().add(registers, values);
    tally_.steps += updates;
    tally_.updates += updates;
  }
  void write(RegisterList registers, std::span<const double> values) {
    for (std::size_t k = 0; k < values.size(); ++k) {
      write(DoubleRegister{registers[k]}, values[k]);
    }
  }
  void add(const RacyList& adds, std::span<const double> values) {
    const auto doubles = cells_.doubles();
    std::uint64_t updates = 0;
    for (std::size_t k = 0; k < values.size(); ++k) {
      if (values[k] == 0.0) continue;
      ++updates;
      doubles.racy_add(adds.registers[k], values[k]);
    }
    tally_.steps += 2 * updates;
    tally_.updates += updates;
  }
  void add(CounterRegister c, std::uint64_t value) { fetch_add(c, value); }
  void wait_while(CounterRegister c, std::uint64_t least, std::uint64_t most) {
    ++tally_.steps;
    for (std::uint32_t looks = 1; cells_.counter(c.index).load() - least <= most - least; ++looks) {
      this->pause(looks);
    }
  }
};

}  // namespace hogtie
