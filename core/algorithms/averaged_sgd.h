#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/algorithms/algorithm_entry.h"
#include "core/algorithms/iterations.h"
#include "core/algorithms/memory_needs.h"
#include "core/algorithms/sampled_gradient.h"

namespace hogtie {

/// EpochSGD whose result is the average of its iterates (Polyak and Juditsky 1992, Ruppert 1988; in
/// shared memory Duchi, Chaturapruek, Re 2015). Beside the model it sums up S = A[0..d), the
/// updates u_t times t + 1, lock-free like the model: the average of x_0, ..., x_{T-1} is x_T -
/// S/T.
///
/// Promises the optimal asymptotic variance with step sizes too large for the last iterate; delays
/// that stay bounded do not change that.
struct AveragedSgd {
  static constexpr AlgorithmEntry kEntry{
      .listing = {.name = "averaged_sgd",
                  .description =
                      "epoch_sgd whose result is the average of its iterates (Polyak, Ruppert)",
                  .parameters = {"step_size", "iterations", "view"}},
      .averages = true};

  double step_size;                           ///< alpha.
  std::uint64_t iterations;                   ///< T, over all workers.
  std::span<const std::uint32_t> view_scope;  ///< What an iteration reads; empty: its support.

  static AveragedSgd make(const proto::Experiment& experiment, const AlgorithmContext& context) {
    const proto::Algorithm& settings = experiment.algorithm();
    return {settings.step_size(), settings.iterations(), view_scope_of(settings, context)};
  }

  std::uint64_t iterations_in_all() const { return iterations; }

  MemoryNeeds memory_needs(const Objective& f) const {
    return {.auxiliary = static_cast<std::uint32_t>(f.dimension()),
            .operations_max = std::max(view_scope.size(), 2 * f.support_max() + 1),
            .doubles_owned = sampled_gradient_doubles(f, view_scope) + 2 * f.support_max()};
  }

  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    SampledGradient gradient(memory, f, view_scope);
    const std::span<double> any_update = memory.allocate(f.support_max());
    const std::span<double> any_weighted = memory.allocate(f.support_max());
    const auto sums = static_cast<std::uint32_t>(f.dimension());
    draw_iterations(memory, iterations, [&](std::uint64_t t) {
      gradient.draw();
      const std::span<double> update = any_update.first(gradient.support().size());
      gradient.update(memory.read(gradient.reads()), step_size, update);
      const std::span<double> weighted = any_weighted.first(update.size());
      const double weight = static_cast<double>(t + 1);
      std::ranges::transform(update, weighted.begin(), [&](double u) { return weight * u; });
      memory.add(RegisterList{gradient.support(), sums}, weighted);
      memory.add(gradient.support(), update);
    });
  }

  /// The average, of all registers of doubles and counters.
  std::vector<double> result(std::span<const double> doubles,
                             std::span<const std::uint64_t> counters) const {
    const std::size_t d = doubles.size() / 2;
    std::vector<double> average(doubles.begin(), doubles.begin() + static_cast<std::ptrdiff_t>(d));
    const std::uint64_t drawn = std::min(counters[kIterationCounter.index], iterations);
    if (drawn == 0) return average;
    for (std::size_t j = 0; j < d; ++j) average[j] -= doubles[d + j] / static_cast<double>(drawn);
    return average;
  }
};

}  // namespace hogtie
