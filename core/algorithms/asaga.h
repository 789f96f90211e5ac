#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/algorithms/algorithm_entry.h"
#include "core/algorithms/iterations.h"
#include "core/algorithms/memory_needs.h"
#include "core/objectives/empirical_risk.h"

namespace hogtie {

/// ASAGA (Leblond, Pedregosa, Lacoste-Julien 2017): lock-free sparse SAGA for linear models. Beside
/// the model it keeps the mean of the losses' gradients as they were last computed, A[0..d), and of
/// each sample the slope of its loss then, A[d..d+m), all 0 in the beginning. An iteration adds
/// -alpha (g_i(x) - what is remembered of it + D A), restricted to the sample's support (D:
/// support_weights), puts the new slope in the place of the old by compare&swap, and corrects the
/// mean by their difference. So the mean is that of what is remembered however workers overlap; a
/// plain write, as published, would let it drift where two take the same sample.
///
/// Promises a linear rate for strongly convex f, with a constant step size and no epochs, where SGD
/// stalls at its noise floor; by how much delays slow it down depends on how supports overlap.
struct Asaga {
  static constexpr AlgorithmEntry kEntry{
      .listing = {.name = "asaga",
                  .description = "variance reduction by remembered slopes: sparse lock-free SAGA "
                                 "(Leblond et al. 2017)",
                  .parameters = {"step_size", "iterations"}}};

  double step_size;                                           ///< alpha.
  std::uint64_t iterations;                                   ///< T, over all workers.
  std::shared_ptr<const std::vector<double>> weights;         ///< D.
  std::shared_ptr<const std::vector<std::uint32_t>> samples;  ///< 0, ..., m - 1.

  /// Throws InputError for an objective that is no EmpiricalRisk.
  static Asaga make(const proto::Experiment& experiment, const AlgorithmContext& context);

  std::uint64_t iterations_in_all() const { return iterations; }

  /// f must be an EmpiricalRisk, as below.
  MemoryNeeds memory_needs(const Objective& f) const {
    const auto& risk = static_cast<const EmpiricalRisk&>(f);
    return {.auxiliary = static_cast<std::uint32_t>(risk.dimension() + risk.samples()),
            .operations_max = 2 * f.support_max() + 1,
            .doubles_owned = 2 * f.support_max()};
  }

  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    const auto& risk = static_cast<const EmpiricalRisk&>(f);
    const auto d = static_cast<std::uint32_t>(risk.dimension());
    const double m = static_cast<double>(risk.samples());
    const std::span<double> update_of_x = memory.allocate(risk.support_max());
    const std::span<double> update_of_mean = memory.allocate(risk.support_max());
    draw_iterations(memory, iterations, [&](std::uint64_t) {
      const Sample sample = risk.draw(memory.coins());
      const Row row = risk.data().row(sample.index);
      const std::span<double> update = update_of_x.first(row.values.size());
      const std::span<double> correction = update_of_mean.first(row.values.size());
      const RegisterList remembered(std::span(samples->data() + sample.index, 1), 2 * d);
      const std::span<const double> read = memory.read(
          std::array{RegisterList(sample.support), remembered, RegisterList(sample.support, d)});
      const std::span<const double> view = read.first(update.size());
      const std::span<const double> mean = read.last(update.size());
      double old = read[update.size()];
      const double slope = risk.slope_at(sample, view);
      const double change = slope - old;
      for (std::size_t k = 0; k < update.size(); ++k) {
        const double shared = (*weights)[sample.support[k]] * (risk.l2() * view[k] + mean[k]);
        update[k] = -step_size * (change * row.values[k] + shared);
      }
      memory.add(sample.support, update);
      for (double found = old;; old = found) {
        found = memory.compare_and_swap(DoubleRegister{remembered.front()}, old, slope);
        if (to_word(found) == to_word(old)) break;
      }
      const double step = (slope - old) / m;
      for (std::size_t k = 0; k < correction.size(); ++k) correction[k] = step * row.values[k];
      memory.add(RegisterList{sample.support, d}, correction);
    });
  }
};

}  // namespace hogtie
