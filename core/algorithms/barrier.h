#pragma once

#include <cstdint>

#include "core/memory/shared_memory.h"

namespace hogtie {

/// A worker's place at a barrier made of two counters: how many have arrived, in all, and how often
/// the barrier has opened. Whoever arrives last opens it; the others spin until then.
class Barrier {
 public:
  static constexpr std::uint32_t kCounters = 2;

  /// Of `workers`, each with a Barrier of its own on the same counters `first` and the next.
  Barrier(CounterRegister first, std::uint32_t workers)
      : arrived_(first), openings_{first.index + 1}, workers_(workers) {}

  /// Returns once all workers have come here as often as this one.
  template <SharedMemory M>
  void wait(M& memory) {
    const std::uint64_t opening = opening_++;
    if (memory.fetch_add(arrived_, 1) + 1 == opening_ * workers_) {
      memory.write(openings_, opening_);
    } else {
      memory.wait_while(openings_, opening);
    }
  }

 private:
  CounterRegister arrived_;
  CounterRegister openings_;
  std::uint64_t workers_;
  std::uint64_t opening_ = 0;
};

}  // namespace hogtie
