#pragma once

#include <cstdint>
#include <string>

#include "proto/experiment.pb.h"

namespace hogtie {

/// Who schedules, how many workers, and to which delay it is held.
struct PricePoint {
  std::string adversary;  ///< Name of a strategy.
  std::uint32_t workers;  ///< n >= 2.
  std::uint64_t tau;      ///< τ >= 1, in iterations.
};

/// The adversary of a point: the settings, as far as this strategy or a wrapper takes them, with
/// its name, and τ as adversary.tau where the strategy takes that, else as the wrapper
/// adversary.tau_max, so that all are held to the same delay. Throws InputError for a name that no
/// strategy has.
proto::Adversary adversary_at(const proto::Adversary& settings, const std::string& name,
                              std::uint64_t tau);

/// Iterations of a round of the lower-bound constructions: τ and as many as there are stale
/// gradients, one for stale_gradient, else n - 1. Other strategies are measured on the same scale.
std::uint64_t round_length(const PricePoint& point);

/// Whether the experiment's adversary goes by rounds of round_length, which every distance is then
/// taken between: stale_gradient and swarm, without wrappers.
bool goes_by_rounds(const proto::Adversary& adversary);

/// Iterations of a run: those of the experiment, or 32 rounds where that is more, rounded up to
/// whole rounds.
std::uint64_t run_length(const proto::Experiment& experiment, const PricePoint& point);

/// The experiment at a point, with this step size and run_length.
proto::Experiment experiment_at(const proto::Experiment& experiment, const PricePoint& point,
                                double step_size);

/// Sequential SGD with this step size and so many iterations, to compare with.
proto::Experiment sequential_experiment(const proto::Experiment& experiment, double step_size,
                                        std::uint64_t iterations);

}  // namespace hogtie
