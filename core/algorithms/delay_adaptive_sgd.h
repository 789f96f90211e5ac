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

/// EpochSGD that looks at its delay before it updates: tau = min(C[0], T) - t - 1, the iterations
/// that others have begun since its own began (C[0] counts draws beyond the last one, too).
///
/// - Delay-adaptive step sizes: the update is alpha/(1 + tau) times the gradient (Mishchenko, Bach,
///   Even, Woodworth 2022; Koloskova, Stich, Jaggi 2022).
/// - Dropping: a gradient with tau > tau_drop is not applied at all (the same papers' remedy for
///   too-stale gradients).
///
/// The premise of both is that the delay does not grow any more once it has been looked at. A
/// strong adversary holds the worker back between the look and the update, and defeats them.
struct DelayAdaptiveSgd {
  static constexpr AlgorithmEntry kEntry{
      .listing = {.name = "delay_adaptive_sgd",
                  .description =
                      "step size alpha/(1 + delay) (Mishchenko et al. 2022, Koloskova et al. 2022)",
                  .parameters = {"step_size", "iterations", "view"}}};

  double step_size;                           ///< alpha, of a gradient without delay.
  std::uint64_t iterations;                   ///< T, over all workers.
  std::span<const std::uint32_t> view_scope;  ///< What an iteration reads; empty: its support.
  bool shrinks;                               ///< Step sizes shrink with the delay.
  std::uint64_t tau_drop;                     ///< A larger delay drops the gradient.

  static DelayAdaptiveSgd make(const proto::Experiment& experiment,
                               const AlgorithmContext& context) {
    const proto::Algorithm& settings = experiment.algorithm();
    return {settings.step_size(), settings.iterations(), view_scope_of(settings, context), true,
            std::numeric_limits<std::uint64_t>::max()};
  }

  std::uint64_t iterations_in_all() const { return iterations; }

  MemoryNeeds memory_needs(const Objective& f) const {
    return {.operations_max = std::max(view_scope.size(), f.support_max()) + f.support_max() + 2,
            .scalars_max = 2,
            .doubles_owned = sampled_gradient_doubles(f, view_scope)};
  }

  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    SampledGradient gradient(memory, f, view_scope);
    std::uint64_t iteration = 0;
    const auto compute = [&](std::span<const double> view, std::uint64_t drawn,
                             std::span<double> update) {
      const std::uint64_t delay = std::min(drawn, iterations) - iteration - 1;
      const double scale = shrinks ? 1 + static_cast<double>(delay) : 1;
      gradient.update(view, step_size / scale, update);
      if (delay > tau_drop) std::ranges::fill(update, 0.0);
    };
    draw_iterations(memory, iterations, [&](std::uint64_t t) {
      iteration = t;
      gradient.draw();
      memory.read_add(gradient.reads(), kIterationCounter, gradient.support(), compute);
    });
  }
};

/// Dropping, at the full step size.
struct DroppingSgd : DelayAdaptiveSgd {
  static constexpr AlgorithmEntry kEntry{
      .listing = {.name = "dropping_sgd",
                  .description = "gradients with more delay than tau_drop are not applied",
                  .parameters = {"step_size", "iterations", "view", "tau_drop"}}};

  static DroppingSgd make(const proto::Experiment& experiment, const AlgorithmContext& context) {
    const proto::Algorithm& settings = experiment.algorithm();
    return {{settings.step_size(), settings.iterations(), view_scope_of(settings, context), false,
             settings.tau_drop()}};
  }
};

}  // namespace hogtie
