#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>

#include "core/algorithms/algorithm_entry.h"
#include "core/algorithms/iterations.h"
#include "core/algorithms/memory_needs.h"
#include "core/algorithms/sampled_gradient.h"

namespace hogtie {

/// SGD under a lock: an iteration reads, computes and updates while it holds C[1] (test and
/// test-and-set; 0 is free, else it is the holder's number plus 1). Promises what sequential SGD
/// does, and nothing about time: while the holder is not scheduled nobody gets on, and an adversary
/// that never schedules it again starves all others.
struct LockedSgd {
  static constexpr AlgorithmEntry kEntry{
      .listing = {.name = "locked_sgd",
                  .description = "an iteration under a lock made of a register; others spin",
                  .parameters = {"step_size", "iterations", "view"}}};

  double step_size;                           ///< alpha.
  std::uint64_t iterations;                   ///< T, over all workers.
  std::span<const std::uint32_t> view_scope;  ///< What an iteration reads; empty: its support.

  static constexpr CounterRegister kLock{1};
  static constexpr std::uint64_t kFree = 0;

  static LockedSgd make(const proto::Experiment& experiment, const AlgorithmContext& context) {
    const proto::Algorithm& settings = experiment.algorithm();
    return {settings.step_size(), settings.iterations(), view_scope_of(settings, context)};
  }

  std::uint64_t iterations_in_all() const { return iterations; }

  MemoryNeeds memory_needs(const Objective& f) const {
    return {.counters = 2,
            .operations_max = std::max(view_scope.size(), f.support_max()) + f.support_max() + 2,
            .scalars_max = 2,
            .doubles_owned = sampled_gradient_doubles(f, view_scope)};
  }

  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    SampledGradient gradient(memory, f, view_scope);
    const auto compute = [&](std::span<const double> view, std::span<double> update) {
      gradient.update(view, step_size, update);
    };
    draw_iterations(memory, iterations, [&](std::uint64_t) {
      acquire(memory);
      gradient.draw();
      memory.read_add(gradient.reads(), gradient.support(), compute);
      memory.write(kLock, kFree);
    });
  }

 private:
  template <SharedMemory M>
  static void acquire(M& memory) {
    const std::uint64_t own = memory.worker() + 1;
    do {
      memory.wait_while(kLock, kFree + 1, std::numeric_limits<std::uint64_t>::max());
    } while (memory.compare_and_swap(kLock, kFree, own) != kFree);
  }
};

}  // namespace hogtie
