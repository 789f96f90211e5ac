#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/threads/run_threads.h"

namespace hogtie {

struct ThreadsReplay {
  proto::Experiment experiment;
  Ending ending;              ///< As of ThreadsReport, or DIVERGED.
  std::uint64_t steps = 0;    ///< Executed.
  std::uint64_t agreed = 0;   ///< Steps at which the registers' digest agreed last.
  std::vector<double> model;  ///< X at the end.
  double seconds = 0;         ///< Wall time.
  std::vector<std::string> warnings;
};

/// Replays a trace on real threads, which take turns as its schedule says, and holds the registers
/// against its digest at every checkpoint. Throws InputError for a trace that cannot be read, or
/// was made by another build, floating-point arithmetic or data (unless forced).
ThreadsReplay replay_on_threads(const std::string& trace, bool force, const ThreadsWatch& watch);

}  // namespace hogtie
