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

/// Asynchronous mini-batching for arbitrary delays (Attia, Gaash, Koren 2024): the model moves in
/// rounds, by the mean of the first `batch` gradients that were computed at it; a gradient that
/// comes when its round is over, or has its gradients already, is dropped. Promises the rate of
/// mini-batch SGD in the number of gradients that are computed while a round lasts, whatever the
/// delays: a worker that is held back with a gradient loses it, and holds nobody up, unless that is
/// one of the round's.
///
/// Registers: C[1] = round (batch + 1) + gradients that have a place in the round; C[2], gradients
/// summed up over all rounds, in G = A[0..d). A worker takes a place by a compare&swap, adds its
/// gradient to G, and who completes the batch moves the model, empties G and begins the next round.
struct AsyncMinibatchSgd {
  static constexpr AlgorithmEntry kEntry{
      .listing = {.name = "async_minibatch_sgd",
                  .description = "rounds of the first gradients computed at the model; later ones "
                                 "are dropped (Attia, Gaash, Koren 2024)",
                  .parameters = {"step_size", "iterations", "view", "batch"}}};

  double step_size;                            ///< alpha, of the mean of a batch.
  std::uint64_t iterations;                    ///< T gradients, dropped ones too.
  std::span<const std::uint32_t> view_scope;   ///< What an iteration reads; empty: its support.
  std::uint64_t batch;                         ///< B >= 1.
  std::span<const std::uint32_t> coordinates;  ///< 0, ..., d - 1.

  static constexpr CounterRegister kPlaces{1};
  static constexpr CounterRegister kSummed{2};

  static AsyncMinibatchSgd make(const proto::Experiment& experiment,
                                const AlgorithmContext& context) {
    const proto::Algorithm& settings = experiment.algorithm();
    return {settings.step_size(), settings.iterations(), view_scope_of(settings, context),
            settings.batch(), context.coordinates};
  }

  std::uint64_t iterations_in_all() const { return iterations; }

  MemoryNeeds memory_needs(const Objective& f) const {
    const std::size_t d = f.dimension();
    return {.auxiliary = static_cast<std::uint32_t>(d),
            .counters = 3,
            .operations_max = std::max({view_scope.size(), f.support_max(), 2 * d + 1}) + 1,
            .scalars_max = 2,
            .doubles_owned = sampled_gradient_doubles(f, view_scope) + f.support_max() + 2 * d};
  }

  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    SampledGradient gradient(memory, f, view_scope);
    const std::span<double> any_update = memory.allocate(f.support_max());
    const std::span<double> sum = memory.allocate(f.dimension());
    const std::span<double> emptying = memory.allocate(f.dimension());
    const auto sums = static_cast<std::uint32_t>(f.dimension());
    draw_iterations(memory, iterations, [&](std::uint64_t) {
      gradient.draw();
      const auto [places, view] = memory.read_behind(kPlaces, gradient.reads());
      const std::uint64_t round = places / (batch + 1);
      const std::span<double> update = any_update.first(gradient.support().size());
      gradient.update(view, step_size / static_cast<double>(batch), update);
      std::uint64_t summed = 0;
      const bool placed = take_place(memory, round, places, [&] {
        memory.add(RegisterList{gradient.support(), sums}, update);
        summed = memory.fetch_add(kSummed, 1) + 1;
      });
      if (!placed || summed < (round + 1) * batch) return;
      std::ranges::copy(memory.read({coordinates, sums}), sum.begin());
      std::ranges::transform(sum, emptying.begin(), [](double s) { return -s; });
      memory.add(RegisterList{coordinates, sums}, emptying);
      memory.add(coordinates, sum);
      memory.write(kPlaces, (round + 1) * (batch + 1));
    });
  }

 private:
  /// `found`: what C[1] was last seen at. Returns whether the round had a place left, in which case
  /// it did what `then` does.
  template <SharedMemory M, class Then>
  bool take_place(M& memory, std::uint64_t round, std::uint64_t found, const Then& then) const {
    for (;;) {
      if (found / (batch + 1) != round || found % (batch + 1) == batch) return false;
      const std::uint64_t expected = found;
      found = memory.compare_and_swap_then(kPlaces, expected, expected + 1, then);
      if (found == expected) return true;
    }
  }
};

}  // namespace hogtie
