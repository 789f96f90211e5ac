#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "core/algorithms/algorithm_entry.h"
#include "core/algorithms/barrier.h"
#include "core/algorithms/iterations.h"
#include "core/algorithms/memory_needs.h"
#include "core/algorithms/sampled_gradient.h"

namespace hogtie {

/// Synchronous mini-batch SGD (Dekel, Gilad-Bachrach, Shamir, Xiao 2012): in every round each of
/// the n workers computes a gradient at the same model, and after a barrier, at which all have
/// read, adds alpha/n of it; another barrier ends the round. Promises what sequential SGD with the
/// mean of n gradients does, under any adversary that schedules everybody; one worker that stops,
/// stops them all.
struct MinibatchSgd {
  static constexpr AlgorithmEntry kEntry{
      .listing = {.name = "minibatch_sgd",
                  .description = "synchronous: every worker's gradient at the same model, between "
                                 "barriers of registers; whole rounds of n iterations",
                  .parameters = {"step_size", "iterations", "view"}}};

  double step_size;                           ///< alpha.
  std::uint64_t iterations;                   ///< T gradients, over all workers; rounded up to
                                              ///< whole rounds.
  std::uint32_t workers;                      ///< n.
  std::span<const std::uint32_t> view_scope;  ///< What an iteration reads; empty: its support.

  static constexpr CounterRegister kBarrier{1};

  static MinibatchSgd make(const proto::Experiment& experiment, const AlgorithmContext& context) {
    const proto::Algorithm& settings = experiment.algorithm();
    return {settings.step_size(), settings.iterations(), experiment.workers(),
            view_scope_of(settings, context)};
  }

  std::uint64_t rounds() const { return (iterations + workers - 1) / workers; }
  std::uint64_t iterations_in_all() const { return rounds() * workers; }

  MemoryNeeds memory_needs(const Objective& f) const {
    return {.counters = 1 + Barrier::kCounters,
            .operations_max = std::max(view_scope.size(), f.support_max()) + f.support_max() + 5,
            .scalars_max = 5,
            .doubles_owned = sampled_gradient_doubles(f, view_scope)};
  }

  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    SampledGradient gradient(memory, f, view_scope);
    Barrier barrier(kBarrier, workers);
    const auto compute = [&](std::span<const double> view, std::span<double> update) {
      gradient.update(view, step_size / workers, update);
    };
    const auto wait = [&] { barrier.wait(memory); };
    for (std::uint64_t round = 0; round < rounds(); ++round) {
      memory.begin_iteration(memory.fetch_add(kIterationCounter, 1));
      gradient.draw();
      memory.read_add(gradient.reads(), gradient.support(), compute, wait);
      memory.end_iteration();
      wait();
    }
    memory.finish();  // while what is posted can compute
  }
};

}  // namespace hogtie
