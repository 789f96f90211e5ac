#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/algorithms/iterations.h"
#include "core/algorithms/memory_needs.h"
#include "core/algorithms/restrict_view.h"
#include "core/memory/shared_memory.h"
#include "core/objectives/objective.h"

namespace hogtie {

/// EpochSGD, Algorithm 1 of Alistarh, De Sa and Konstantinov (PODC 2018): lock-free SGD on the
/// model X[0..d) with the iteration counter C[0].
struct EpochSgd {
  double step_size;                           ///< α.
  std::uint64_t iterations;                   ///< T, over all workers.
  std::span<const std::uint32_t> view_scope;  ///< What an iteration reads; empty: its support.

  std::uint64_t iterations_in_all() const { return iterations; }

  MemoryNeeds memory_needs(const Objective& f) const {
    return {.operations_max = std::max(view_scope.size(), f.support_max()) + f.support_max() + 1,
            .doubles_owned = view_scope.empty() ? 0 : f.support_max()};
  }

  /// What one worker does.
  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    Sample sample{};
    const std::span<double> restricted = memory.allocate(view_scope.empty() ? 0 : f.support_max());
    const auto compute = [&](std::span<const double> view, std::span<double> update) {
      if (!view_scope.empty()) view = restrict_view(view, sample.support, restricted);
      f.gradient(sample, view, memory.coins(), update);
      for (double& component : update) component *= -step_size;
    };
    draw_iterations(memory, iterations, [&](std::uint64_t) {
      sample = f.draw(memory.coins());
      memory.read_add(view_scope.empty() ? sample.support : view_scope, sample.support, compute);
    });
  }
};

}  // namespace hogtie
