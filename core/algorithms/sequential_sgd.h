#pragma once

#include <cstdint>

#include "core/algorithms/algorithm_entry.h"
#include "core/algorithms/epoch_sgd.h"

namespace hogtie {

/// Sequential SGD, the yardstick: one EpochSGD whose iterations worker 0 runs alone. Promises
/// E||x_T - x*||^2 as the textbooks do (statement 1), under any adversary.
struct SequentialSgd {
  static constexpr AlgorithmEntry kEntry{
      .listing = {.name = "sequential_sgd",
                  .description = "worker 0 alone: the yardstick",
                  .parameters = {"step_size", "iterations", "view"}}};

  EpochSgd sgd;

  static SequentialSgd make(const proto::Experiment& experiment, const AlgorithmContext& context) {
    return {EpochSgd::make(experiment, context)};
  }

  std::uint64_t iterations_in_all() const { return sgd.iterations; }
  MemoryNeeds memory_needs(const Objective& f) const { return sgd.memory_needs(f); }

  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    if (memory.worker() == 0) sgd(memory, f);
  }
};

}  // namespace hogtie
