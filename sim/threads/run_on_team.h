#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/simulation/run_setup.h"
#include "sim/threads/run_threads.h"
#include "sim/threads/team.h"
#include "sim/threads/thread_worker.h"

namespace hogtie {

/// Runs `algorithm` on a team of threads that share `cells`, in which the starting point is
/// placed first. `memory_of(worker, tally, thread_setup)` makes each thread's memory, on that
/// thread.
template <class Cells, class Algorithm, class MemoryOf>
ThreadsReport run_on_team(const RunSetup& setup, const ThreadsStart& start,
                          const ThreadsWatch& watch, Cells& cells, const Algorithm& algorithm,
                          const MemoryOf& memory_of) {
  const MachineShape shape = setup.machine_shape(start.seed);
  cells.set(start.model);
  Team team(shape.workers);
  std::vector<WorkerTally> tallies(shape.workers);
  const auto program = [&](std::uint32_t worker) {
    auto memory =
        memory_of(worker, tallies[worker],
                  ThreadSetup{worker, shape.seed, shape.operations_max, shape.doubles_owned,
                              team.stop(), shape.workers, &setup.objective()});
    algorithm(memory, setup.objective());
  };
  const auto look = [&] {
    if (watch.progress) watch.progress(cells.drawn());
    return watch.interrupted != nullptr && watch.interrupted->load(std::memory_order_relaxed);
  };
  ThreadsReport report;
  if (watch.began) watch.began();
  report.ending = team.run(program, look);
  report.seconds = team.seconds();
  report.warnings = team.warnings();
  for (const WorkerTally& tally : tallies) report.total.add(tally);
  std::vector<double> doubles;
  for (std::uint32_t j = 0; j < shape.layout.doubles; ++j) doubles.push_back(cells.get(j));
  std::vector<std::uint64_t> counters;
  for (std::uint32_t c = 0; c < shape.layout.counters; ++c) counters.push_back(cells.count(c));
  report.result = result(setup.algorithm(), doubles, shape.layout.auxiliary, counters);
  doubles.resize(shape.layout.model());
  report.model = std::move(doubles);
  return report;
}

}  // namespace hogtie
