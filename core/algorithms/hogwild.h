#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "core/algorithms/algorithm_entry.h"
#include "core/algorithms/iterations.h"
#include "core/algorithms/memory_needs.h"
#include "core/algorithms/sampled_gradient.h"

namespace hogtie {

/// Hogwild! as first published (Niu, Recht, Re, Wright 2011): a coordinate is updated by a read and
/// a write, x_v <- x_v - gamma g_v, between which the updates of others are lost. Converges where
/// supports rarely overlap and delays are short; an adversary that stops a worker between the two
/// can undo what all others did to a coordinate.
struct Hogwild {
  static constexpr AlgorithmEntry kEntry{
      .listing = {.name = "hogwild",
                  .description = "a coordinate's update is a read and a write, between which "
                                 "others' are lost (Niu et al. 2011)",
                  .parameters = {"step_size", "iterations", "view"}},
      .loses_updates = true};

  double step_size;                           ///< gamma.
  std::uint64_t iterations;                   ///< T, over all workers.
  std::span<const std::uint32_t> view_scope;  ///< What an iteration reads; empty: its support.

  static Hogwild make(const proto::Experiment& experiment, const AlgorithmContext& context) {
    const proto::Algorithm& settings = experiment.algorithm();
    return {settings.step_size(), settings.iterations(), view_scope_of(settings, context)};
  }

  std::uint64_t iterations_in_all() const { return iterations; }

  MemoryNeeds memory_needs(const Objective& f) const {
    return {
        .operations_max = std::max(view_scope.size(), f.support_max()) + 2 * f.support_max() + 1,
        .doubles_owned = sampled_gradient_doubles(f, view_scope)};
  }

  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    SampledGradient gradient(memory, f, view_scope);
    const auto compute = [&](std::span<const double> view, std::span<double> update) {
      gradient.update(view, step_size, update);
    };
    draw_iterations(memory, iterations, [&](std::uint64_t) {
      gradient.draw();
      memory.read_add(gradient.reads(), RacyList{gradient.support()}, compute);
    });
  }
};

}  // namespace hogtie
