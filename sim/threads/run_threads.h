#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/machine/ending.h"
#include "sim/simulation/run_setup.h"
#include "sim/threads/worker_tally.h"

namespace hogtie {

/// What came of a run on real threads.
struct ThreadsReport {
  Ending ending;               ///< COMPLETED, STOPPED by an interrupt, or WORKER_ERROR; the numbers
                               ///< are for with_numbers to look at.
  std::vector<double> model;   ///< X at the end.
  std::vector<double> result;  ///< What the algorithm makes of the registers; X for most.
  WorkerTally total;           ///< The sum of all threads.
  std::optional<std::uint64_t> lost_updates;  ///< Where RACY_COUNTED counts them.
  double seconds = 0;  ///< Wall time, from the start barrier to the end of the last thread.
  std::vector<std::string> warnings;  ///< Lines for people: pinning, more threads than processors.
};

struct ThreadsWatch {
  /// Called now and then with the number of iterations begun.
  std::function<void(std::uint64_t iterations)> progress;
  /// Called now and then while a recorded run is executed in the simulator: steps so far, of all.
  std::function<void(std::uint64_t steps, std::uint64_t all)> simulated;
  /// Stops the threads at their next iterations once it is true.
  const std::atomic<bool>* interrupted = nullptr;
  /// Called before the threads start.
  std::function<void()> began;
};

/// Whether updates can be lost.
bool is_racy(proto::MemoryOrder order);

/// Where a run begins.
struct ThreadsStart {
  std::uint64_t seed;             ///< Seed of the workers' coins.
  std::span<const double> model;  ///< X[0..d).
};

/// Runs the experiment's algorithm on one thread for each worker, in the memory order and layout
/// that experiment.machine() names; its adversary has no say. A worker that throws stops the others
/// at their next iterations. Throws InputError for what threads cannot run.
ThreadsReport run_threads(const RunSetup& setup, const ThreadsWatch& watch);

/// The same from another start than the experiment's seed and x_0.
ThreadsReport run_threads(const RunSetup& setup, const ThreadsStart& start,
                          const ThreadsWatch& watch);

}  // namespace hogtie
