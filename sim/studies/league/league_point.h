#pragma once

#include <cstdint>
#include <string>

#include "proto/experiment.pb.h"

namespace hogtie {

/// Who runs, who schedules, and how many workers.
struct LeaguePoint {
  std::string algorithm;
  std::string adversary;  ///< In the simulator; empty: real threads.
  std::uint32_t workers;  ///< n.

  bool on_threads() const { return adversary.empty(); }
};

/// The experiment of a point, with this step size and a budget of so many iterations: the settings
/// as far as this algorithm and this adversary take them. Where the algorithm has epochs, the
/// budget is divided among algorithm.epochs (by default 4 of full_sgd, whose step size is halved
/// from each to the next, and 10 of kromagnon), rounded up. In the simulator limits.spins is 20000
/// where it is not set, so that a starved trial costs about as much as another. Throws InputError
/// for an unknown name.
proto::Experiment experiment_at(const proto::Experiment& experiment, const LeaguePoint& point,
                                double step_size, std::uint64_t iterations);

/// "hogwild under swarm", "hogwild on threads, n = 4".
std::string name_of(const LeaguePoint& point);

}  // namespace hogtie
