#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

#include "core/algorithms/algorithm_entry.h"
#include "core/algorithms/iterations.h"
#include "core/algorithms/memory_needs.h"
#include "core/algorithms/sampled_gradient.h"

namespace hogtie {

/// `value` rounded up or down to a whole number, so that its mean is the value itself.
inline double round_at_random(double value, Coins& coins) {
  // As far as doubles have digits behind the point; written so that it takes no call and no branch.
  constexpr double kWhole = 0x1p52;
  if (!(std::abs(value) < kWhole)) return value;
  const auto cut = static_cast<double>(static_cast<std::int64_t>(value));
  const double below = cut - (cut > value ? 1.0 : 0.0);
  return below + (coins.uniform() < value - below ? 1.0 : 0.0);
}

/// Buckwild! (De Sa, Zhang, Olukotun, Re 2015): Hogwild! in low precision. The model lies on the
/// grid of multiples of 2^-bits (as far as x_0 does), and an update is rounded to the grid at
/// random, up or down, so that its mean is the update itself. Promises convergence to a noise floor
/// that falls with the grid.
///
/// Sums on the grid are exact as long as coordinates stay below 2^(53 - bits).
struct Buckwild {
  static constexpr AlgorithmEntry kEntry{
      .listing = {.name = "buckwild",
                  .description = "low precision: updates rounded at random to multiples of 2^-bits "
                                 "(De Sa et al. 2015)",
                  .parameters = {"step_size", "iterations", "view", "bits"}}};

  double step_size;                           ///< alpha.
  std::uint64_t iterations;                   ///< T, over all workers.
  std::span<const std::uint32_t> view_scope;  ///< What an iteration reads; empty: its support.
  std::uint32_t bits;                         ///< Behind the point.

  static Buckwild make(const proto::Experiment& experiment, const AlgorithmContext& context) {
    const proto::Algorithm& settings = experiment.algorithm();
    return {settings.step_size(), settings.iterations(), view_scope_of(settings, context),
            settings.bits()};
  }

  std::uint64_t iterations_in_all() const { return iterations; }

  MemoryNeeds memory_needs(const Objective& f) const {
    return {.operations_max = std::max(view_scope.size(), f.support_max()) + f.support_max() + 1,
            .doubles_owned = sampled_gradient_doubles(f, view_scope)};
  }

  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    SampledGradient gradient(memory, f, view_scope);
    const double cells = std::ldexp(1.0, static_cast<int>(bits));
    const double cell = 1 / cells;
    const auto compute = [&](std::span<const double> view, std::span<double> update) {
      gradient.update(view, step_size, update);
      for (double& component : update) {
        component = round_at_random(component * cells, memory.coins()) * cell;
      }
    };
    draw_iterations(memory, iterations, [&](std::uint64_t) {
      gradient.draw();
      memory.read_add(gradient.reads(), gradient.support(), compute);
    });
  }
};

}  // namespace hogtie
