#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/memory/shared_memory.h"
#include "sim/threads/worker_tally.h"

namespace hogtie {

/// Thrown into workers at the begin of an iteration once their run is to stop.
struct StoppedByOthers {};

/// What a thread's memory is made for.
struct ThreadSetup {
  std::uint32_t worker;
  std::uint64_t seed;
  std::size_t operations_max;  ///< Of a list.
  std::size_t doubles_owned;
  const std::atomic<bool>& stop;  ///< Whether to stop at the next iteration.
};

/// A thread's shared memory on real hardware (see the concept SharedMemory): operations take place
/// as they are called. C[0] is taken for the counter of iterations.
template <class Cells>
class ThreadMemory {
 public:
  ThreadMemory(Cells& cells, WorkerTally& tally, const ThreadSetup& setup)
      : cells_(cells),
        tally_(tally),
        worker_(setup.worker),
        stop_(setup.stop),
        coins_(setup.seed, setup.worker, 0),
        view_(setup.operations_max),
        update_(setup.operations_max),
        owned_(setup.doubles_owned) {}

  std::uint32_t worker() const { return worker_; }
  Coins& coins() { return coins_; }
  std::span<double> allocate(std::size_t count) {
    const std::span<double> all = std::span(owned_).subspan(allocated_, count);
    allocated_ += count;
    return all;
  }

  /// Throws StoppedByOthers.
  void begin_iteration(std::uint64_t iteration) {
    if (stop_.load(std::memory_order_relaxed)) throw StoppedByOthers{};
    coins_.restart(iteration);
    iteration_ = iteration;
    ++tally_.begun;
  }
  void end_iteration() {
    tally_.begun_during.add(cells_.drawn() - iteration_ - 1);
    ++tally_.ended;
  }

  double read(DoubleRegister x) {
    ++tally_.steps;
    return cells_.load(x.index);
  }
  std::uint64_t read(CounterRegister c) {
    ++tally_.steps;
    return cells_.counter(c.index).load();
  }
  void write(DoubleRegister x, double value) {
    ++tally_.steps;
    cells_.store(x.index, value);
  }
  void write(CounterRegister c, std::uint64_t value) {
    ++tally_.steps;
    cells_.counter(c.index).store(value);
  }
  double fetch_add(DoubleRegister x, double value) {
    ++tally_.steps;
    return cells_.add(x.index, value);
  }
  std::uint64_t fetch_add(CounterRegister c, std::uint64_t value) {
    ++tally_.steps;
    return cells_.counter(c.index).fetch_add(value);
  }
  double compare_and_swap(DoubleRegister x, double expected, double desired) {
    ++tally_.steps;
    return cells_.compare_and_swap(x.index, expected, desired);
  }
  std::uint64_t compare_and_swap(CounterRegister c, std::uint64_t expected, std::uint64_t desired) {
    ++tally_.steps;
    cells_.counter(c.index).compare_exchange_strong(expected, desired);
    return expected;
  }

  std::span<const double> read(std::span<const std::uint32_t> registers) {
    tally_.steps += registers.size();
    for (std::size_t k = 0; k < registers.size(); ++k) view_[k] = cells_.load(registers[k]);
    return {view_.data(), registers.size()};
  }
  void add(std::span<const std::uint32_t> registers, std::span<const double> values) {
    for (std::size_t k = 0; k < registers.size(); ++k) {
      if (values[k] == 0.0) continue;
      ++tally_.steps;
      cells_.add(registers[k], values[k]);
    }
  }
  template <class Computation>
  void read_add(std::span<const std::uint32_t> reads, std::span<const std::uint32_t> adds,
                Computation& computation) {
    const std::span<double> update = std::span(update_).first(adds.size());
    computation(read(reads), update);
    add(adds, update);
  }

 private:
  Cells& cells_;
  WorkerTally& tally_;
  std::uint32_t worker_;
  const std::atomic<bool>& stop_;
  Coins coins_;
  std::uint64_t iteration_ = 0;
  std::vector<double> view_;
  std::vector<double> update_;
  std::vector<double> owned_;
  std::size_t allocated_ = 0;
};

}  // namespace hogtie
