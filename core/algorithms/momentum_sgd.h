#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/algorithms/iterations.h"
#include "core/algorithms/memory_needs.h"
#include "core/algorithms/sampled_gradient.h"

namespace hogtie {

/// Lock-free SGD with momentum (the heavy ball, Polyak 1964): v <- beta v - alpha g, x <- x + v, on
/// the shared model X and the shared velocity V = A[0..d), both changed by fetch&adds of what a
/// worker's view of them asks for. On sparse samples a velocity acts when its coordinate is in the
/// support.
///
/// Converges on quadratics where sequential heavy ball does and delays are short; delays act like
/// more momentum (Mitliagkas, Zhang, Hadjis, Re 2016), so that beta has to fall as they grow.
struct MomentumSgd {
  double step_size;                           ///< alpha.
  std::uint64_t iterations;                   ///< T, over all workers.
  std::span<const std::uint32_t> view_scope;  ///< What an iteration reads; empty: its support.
  double momentum;                            ///< beta, in [0, 1).

  std::uint64_t iterations_in_all() const { return iterations; }

  MemoryNeeds memory_needs(const Objective& f) const {
    return {.auxiliary = static_cast<std::uint32_t>(f.dimension()),
            .operations_max = std::max(view_scope.size(), f.support_max() + 1),
            .doubles_owned = sampled_gradient_doubles(f, view_scope) + f.support_max()};
  }

  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    SampledGradient gradient(memory, f, view_scope);
    const std::span<double> change = memory.allocate(f.support_max());
    const auto velocity = static_cast<std::uint32_t>(f.dimension());
    draw_iterations(memory, iterations, [&](std::uint64_t) {
      gradient.sample();
      const std::span<double> update = gradient.update(step_size);
      const std::span<double> of_velocity = change.first(update.size());
      const std::span<const double> v = memory.read({gradient.support(), velocity});
      for (std::size_t k = 0; k < update.size(); ++k) {
        update[k] += momentum * v[k];
        of_velocity[k] = update[k] - v[k];
      }
      memory.add({gradient.support(), velocity}, of_velocity);
      memory.add(gradient.support(), update);
    });
  }
};

}  // namespace hogtie
