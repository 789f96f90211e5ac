#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/algorithms/algorithm_entry.h"
#include "core/algorithms/iterations.h"
#include "core/algorithms/memory_needs.h"
#include "core/algorithms/sampled_gradient.h"
#include "core/memory/shared_memory.h"
#include "core/objectives/objective.h"

namespace hogtie {

/// EpochSGD, Algorithm 1 of Alistarh, De Sa and Konstantinov (PODC 2018): lock-free SGD on the
/// model X[0..d) with the iteration counter C[0].
struct EpochSgd {
  static constexpr AlgorithmEntry kEntry{
      .listing = {
          .name = "epoch_sgd",
          .description =
              "lock-free SGD with fetch&add (Alistarh, De Sa, Konstantinov 2018, Algorithm 1)",
          .parameters = {"step_size", "iterations", "view"}}};

  double step_size;                           ///< α.
  std::uint64_t iterations;                   ///< T, over all workers.
  std::span<const std::uint32_t> view_scope;  ///< What an iteration reads; empty: its support.

  static EpochSgd make(const proto::Experiment& experiment, const AlgorithmContext& context) {
    const proto::Algorithm& settings = experiment.algorithm();
    return {settings.step_size(), settings.iterations(), view_scope_of(settings, context)};
  }

  std::uint64_t iterations_in_all() const { return iterations; }

  MemoryNeeds memory_needs(const Objective& f) const {
    return {.operations_max = std::max(view_scope.size(), f.support_max()) + f.support_max() + 1,
            .doubles_owned = sampled_gradient_doubles(f, view_scope)};
  }

  /// What one worker does.
  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    SampledGradient gradient(memory, f, view_scope);
    const auto compute = [&](std::span<const double> view, std::span<double> update) {
      gradient.update(view, step_size, update);
    };
    draw_iterations(memory, iterations, [&](std::uint64_t) {
      gradient.draw();
      memory.read_add(gradient.reads(), gradient.support(), compute);
    });
  }
};

}  // namespace hogtie
