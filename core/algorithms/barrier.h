#pragma once

#include <cstdint>

#include "core/memory/shared_memory.h"

namespace hogtie {

/// A worker's place at a barrier made of a counter: how many have arrived, in all. Who arrives
/// spins until everybody has, as often.
class Barrier {
 public:
  static constexpr std::uint32_t kCounters = 1;

  /// A barrier of `workers`, each with a Barrier of its own on the same counter.
  Barrier(CounterRegister arrivals, std::uint32_t workers)
      : arrivals_(arrivals), workers_(workers) {}

  /// What follows comes once all workers have come here as often as this one.
  template <SharedMemory M>
  void wait(M& memory) {
    awaited_ += workers_;
    memory.add(arrivals_, 1);
    memory.wait_while(arrivals_, 0, awaited_ - 1);
  }

 private:
  CounterRegister arrivals_;
  std::uint64_t workers_;
  std::uint64_t awaited_ = 0;
};

}  // namespace hogtie
