#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

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

  static constexpr CounterRegister kIterationCounter{0};
  static constexpr std::uint32_t kCounters = 1;
  /// Operations on counters that are pending at once.
  static constexpr std::uint32_t kSpecialsMax = 1;

  /// Iterations in all.
  std::uint64_t iterations_in_all() const { return iterations; }

  /// Most operations that are pending at once, and doubles that a worker owns.
  std::size_t operations_max(const Objective& objective) const {
    return std::max(view_scope.size(), objective.support_max()) + objective.support_max() + 1;
  }
  std::size_t doubles_owned(const Objective& objective) const {
    return view_scope.empty() ? 0 : objective.support_max();
  }

  /// What one worker does.
  template <SharedMemory M>
  void operator()(M& memory, const Objective& objective) const {
    Sample sample{};
    const std::span<double> restricted = memory.allocate(doubles_owned(objective));
    const auto compute = [&](std::span<const double> view, std::span<double> update) {
      if (!view_scope.empty()) view = restrict_view(view, sample.support, restricted);
      objective.gradient(sample, view, memory.coins(), update);
      for (double& component : update) component *= -step_size;
    };
    for (;;) {
      const std::uint64_t t = memory.fetch_add(kIterationCounter, 1);
      if (t >= iterations) return;
      memory.begin_iteration(t);
      sample = objective.draw(memory.coins());
      memory.read_add(view_scope.empty() ? sample.support : view_scope, sample.support, compute);
      memory.end_iteration();
    }
  }
};

}  // namespace hogtie
