#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/algorithms/algorithm_entry.h"
#include "core/algorithms/iterations.h"
#include "core/algorithms/memory_needs.h"
#include "core/algorithms/sampled_gradient.h"
#include "core/memory/shared_memory.h"
#include "core/objectives/objective.h"

namespace hogtie {

/// FullSGD, Algorithm 2 of Alistarh, De Sa and Konstantinov (PODC 2018): one EpochSGD after the
/// other on the model X[0..d), the step size halved from each to the next, so that what is left of
/// ||x - x*|| at the end is small whatever the adversary holds back. Registers: X, the iteration
/// counter C[0] and the epoch C[1].
///
/// Iterations are counted through: iteration t belongs to epoch t / T. A worker that draws the
/// first iteration of an epoch that it sees moves C[1] there before it reads the model, by
/// compare&swap and never backwards, and with that the epoch before is over. Updates are fetch&adds
/// guarded by C[1] (double-compare-single-swap), so no part of an update reaches the model once its
/// epoch is over; of an update that the end cuts in two, the part before it has been applied.
///
/// The result r is the sum of all gradients generated in the last epoch, applied or not, behind
/// the model that it began with. The paper lets every worker sum up its own, to be gathered at the
/// end; a worker that crashes would take with it all that it had summed up. Here the sums are
/// gathered as they arise, by the fetch&adds on the model itself: nothing closes the last epoch, so
/// whatever is generated in it is added as soon as its worker moves on, however late, and
/// r = X[0..d) once every worker has ended or crashed. What can be missing, wholly or in part, is
/// the one gradient that a crashed worker had in flight, which no other worker can know. With at
/// most n - 1 of them, each of norm M in the mean, and a last step size of at most sqrt(ε)/(nM)
/// (see full_sgd_epochs), that moves r by less than sqrt(ε) in the mean.
struct FullSgd {
  static constexpr AlgorithmEntry kEntry{
      .listing = {
          .name = "full_sgd",
          .description =
              "epochs of epoch_sgd, the step size halved from each to the next (Algorithm 2)",
          .parameters = {"step_size", "iterations", "view", "epochs"}}};

  double step_size;                           ///< α of the first epoch; halved exactly.
  std::uint64_t iterations;                   ///< T of each epoch, over all workers.
  std::uint64_t epochs;                       ///< At least 1; epochs T < 2^64.
  std::span<const std::uint32_t> view_scope;  ///< What an iteration reads; empty: its support.

  static constexpr CounterRegister kEpoch{1};

  /// Epochs that are not set are as many as the constants of the objective ask for, M over the ball
  /// of ball_radius. Throws InputError if those do not determine them.
  static FullSgd make(const proto::Experiment& experiment, const AlgorithmContext& context);
  void record(proto::Algorithm& settings) const { settings.set_epochs(epochs); }

  /// Iterations over all epochs.
  std::uint64_t iterations_in_all() const { return epochs * iterations; }

  /// Step size of an epoch, from 0.
  double step_size_in(std::uint64_t epoch) const {
    return std::ldexp(step_size, -static_cast<int>(epoch));
  }

  MemoryNeeds memory_needs(const Objective& f) const {
    return {.counters = 2,
            .guard = kEpoch.index,
            .operations_max = std::max(view_scope.size(), f.support_max()) + f.support_max() + 1,
            .doubles_owned = sampled_gradient_doubles(f, view_scope)};
  }

  /// What one worker does.
  template <GuardedMemory M>
  void operator()(M& memory, const Objective& f) const {
    SampledGradient gradient(memory, f, view_scope);
    std::uint64_t seen = 0;  // what the epoch register is known to have reached
    std::uint64_t epoch = 0;
    std::uint64_t epoch_end = iterations;
    double step_size_now = step_size;
    const auto compute = [&](std::span<const double> view, std::span<double> update) {
      gradient.update(view, step_size_now, update);
    };
    draw_iterations(memory, iterations_in_all(), [&](std::uint64_t t) {
      if (t >= epoch_end) {
        epoch = t / iterations;
        epoch_end = (epoch + 1) * iterations;
        step_size_now = step_size_in(epoch);
      }
      reach(memory, epoch, seen);
      gradient.draw();
      memory.read_add(gradient.reads(), GuardedList{gradient.support(), kEpoch, epoch}, compute);
    });
  }

 private:
  /// Sees to it that the epoch register is at `epoch` or beyond. At most as many steps as there are
  /// epochs in between, since each that fails finds the register further on.
  template <GuardedMemory M>
  static void reach(M& memory, std::uint64_t epoch, std::uint64_t& seen) {
    while (seen < epoch) {
      const std::uint64_t found = memory.compare_and_swap(kEpoch, seen, epoch);
      seen = found == seen ? epoch : found;
    }
  }
};

}  // namespace hogtie
