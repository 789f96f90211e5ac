#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/simulation/recorded_data.h"
#include "sim/threads/run_threads.h"

namespace hogtie {

struct ThreadsReplay {
  proto::Experiment experiment;
  Ending ending;              ///< As of ThreadsReport, or DIVERGED; STOPPED by an interrupt.
  std::uint64_t steps = 0;    ///< Executed.
  std::uint64_t agreed = 0;   ///< Steps at which the registers' digest agreed last.
  bool cut_short = false;     ///< The trace was followed to where it ends, and has no end.
  std::vector<double> model;  ///< X at the end.
  double seconds = 0;         ///< Wall time.
  std::vector<std::string> warnings;
};

/// Replays a trace on real threads, which take turns as its schedule says, and holds the registers
/// against its digest at every checkpoint. At the end it compares the figures that need no
/// simulator: ended workers, steps, final distance, loss and gradient norm. Throws InputError for a
/// trace that cannot be read, or was made with other floating-point arithmetic or data (unless
/// forced).
ThreadsReplay replay_on_threads(const std::string& path, const RecordTrust& trust,
                                const ThreadsWatch& watch);

}  // namespace hogtie
