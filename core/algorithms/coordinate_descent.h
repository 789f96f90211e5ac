#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>

#include "core/algorithms/algorithm_entry.h"
#include "core/algorithms/iterations.h"
#include "core/algorithms/memory_needs.h"
#include "core/memory/shared_memory.h"
#include "core/objectives/objective.h"

namespace hogtie {

/// Asynchronous stochastic coordinate descent (AsySCD: Liu, Wright, Re, Bittorf, Sridhar 2015; Liu
/// and Wright 2015): an iteration draws a coordinate j uniformly, reads the whole model, and adds
/// -alpha times the partial derivative of f there. Promises a linear rate for strongly convex f
/// with delays of O(sqrt(d)), without noise, since the derivative is that of f itself; computing it
/// takes all of the data.
struct CoordinateDescent {
  static constexpr AlgorithmEntry kEntry{
      .listing = {.name = "coordinate_descent",
                  .description = "one coordinate at a time, along the gradient of f at a view of "
                                 "the whole model (Liu, Wright 2015)",
                  .parameters = {"step_size", "iterations"}}};

  double step_size;                            ///< alpha.
  std::uint64_t iterations;                    ///< T, over all workers.
  std::span<const std::uint32_t> coordinates;  ///< 0, ..., d - 1.

  static CoordinateDescent make(const proto::Experiment& experiment,
                                const AlgorithmContext& context) {
    const proto::Algorithm& settings = experiment.algorithm();
    return {settings.step_size(), settings.iterations(), context.coordinates};
  }

  std::uint64_t iterations_in_all() const { return iterations; }

  MemoryNeeds memory_needs(const Objective& f) const {
    return {.operations_max = f.dimension() + 2, .doubles_owned = f.dimension()};
  }

  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    const std::span<double> gradient = memory.allocate(f.dimension());
    std::uint32_t j = 0;
    const auto compute = [&](std::span<const double> view, std::span<double> update) {
      f.mean_gradient(view, gradient);
      update[0] = -step_size * gradient[j];
    };
    draw_iterations(memory, iterations, [&](std::uint64_t) {
      j = static_cast<std::uint32_t>(memory.coins().index(f.dimension()));
      memory.read_add(coordinates, coordinates.subspan(j, 1), compute);
    });
  }
};

}  // namespace hogtie
