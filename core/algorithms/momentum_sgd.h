#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/algorithms/algorithm_entry.h"
#include "core/algorithms/iterations.h"
#include "core/algorithms/memory_needs.h"
#include "core/algorithms/sampled_gradient.h"

namespace hogtie {

/// Lock-free SGD with momentum (the heavy ball, Polyak 1964): v <- beta v - alpha g, x <- x + v.
/// The model is shared; a velocity is each worker's own (as in Mnih et al. 2016), since the decay
/// of a shared one would be applied by all workers at once, and make it grow. On sparse samples a
/// velocity acts when its coordinate is in the support.
///
/// Converges on quadratics where sequential heavy ball does and delays are short; delays act like
/// more momentum (Mitliagkas, Zhang, Hadjis, Re 2016), so that beta has to fall as they grow.
struct MomentumSgd {
  static constexpr AlgorithmEntry kEntry{
      .listing = {
          .name = "momentum_sgd",
          .description = "heavy ball, a velocity for each worker (Polyak 1964, Mnih et al. 2016)",
          .parameters = {"step_size", "iterations", "view", "momentum"}}};

  double step_size;                           ///< alpha.
  std::uint64_t iterations;                   ///< T, over all workers.
  std::span<const std::uint32_t> view_scope;  ///< What an iteration reads; empty: its support.
  double momentum;                            ///< beta, in [0, 1).

  static MomentumSgd make(const proto::Experiment& experiment, const AlgorithmContext& context) {
    const proto::Algorithm& settings = experiment.algorithm();
    return {settings.step_size(), settings.iterations(), view_scope_of(settings, context),
            settings.momentum()};
  }

  std::uint64_t iterations_in_all() const { return iterations; }

  MemoryNeeds memory_needs(const Objective& f) const {
    return {.operations_max = std::max(view_scope.size(), f.support_max()) + f.support_max() + 1,
            .doubles_owned = sampled_gradient_doubles(f, view_scope) + f.dimension()};
  }

  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    SampledGradient gradient(memory, f, view_scope);
    const std::span<double> velocity = memory.allocate(f.dimension());
    const auto compute = [&](std::span<const double> view, std::span<double> update) {
      gradient.update(view, step_size, update);
      const std::span<const std::uint32_t> support = gradient.support();
      for (std::size_t k = 0; k < support.size(); ++k) {
        update[k] += momentum * velocity[support[k]];
        velocity[support[k]] = update[k];
      }
    };
    draw_iterations(memory, iterations, [&](std::uint64_t) {
      gradient.draw();
      memory.read_add(gradient.reads(), gradient.support(), compute);
    });
  }
};

}  // namespace hogtie
