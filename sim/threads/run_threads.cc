#include "sim/threads/run_threads.h"

#include <memory>
#include <utility>
#include <variant>

#include "core/error.h"
#include "sim/threads/cells.h"
#include "sim/threads/team.h"
#include "sim/threads/thread_memory.h"

namespace hogtie {
namespace {

void add(const WorkerTally& one, WorkerTally& total) {
  total.steps += one.steps;
  total.begun += one.begun;
  total.ended += one.ended;
  total.begun_during.add(one.begun_during);
}

void check(const proto::Experiment& experiment) {
  if (experiment.limits().has_steps()) {
    throw InputError(
        "limits.steps is for the simulated machine: threads do not count steps together; set "
        "algorithm.iterations");
  }
}

template <class Cells, class Algorithm, class Objective>
ThreadsReport run(const RunSetup& setup, const ThreadsWatch& watch, const Algorithm& algorithm,
                  const Objective& f) {
  const MachineShape shape = setup.machine_shape(setup.experiment().seed());
  Cells cells(shape.layout);
  cells.set(setup.initial());
  Team team(shape.workers);
  std::vector<WorkerTally> tallies(shape.workers);
  const auto program = [&](std::uint32_t worker) {
    ThreadMemory<Cells> memory(
        cells, tallies[worker],
        {worker, shape.seed, shape.operations_max, shape.doubles_owned, team.stop()});
    algorithm(memory, f);
  };
  const auto look = [&] {
    if (watch.progress) watch.progress(cells.counter(0).load(std::memory_order_relaxed));
    return watch.interrupted != nullptr && watch.interrupted->load(std::memory_order_relaxed);
  };
  ThreadsReport report;
  report.ending = team.run(program, look);
  report.seconds = team.seconds();
  report.warnings = team.warnings();
  for (const WorkerTally& tally : tallies) add(tally, report.total);
  for (std::uint32_t j = 0; j < shape.layout.doubles; ++j) report.model.push_back(cells.get(j));
  return report;
}

template <class Cells>
ThreadsReport run(const RunSetup& setup, const ThreadsWatch& watch) {
  const auto* const algorithm = std::get_if<EpochSgd>(&setup.algorithm());
  if (algorithm == nullptr) {
    throw InputError("algorithm '" + setup.experiment().algorithm().name() +
                     "' does not run on threads yet; set algorithm.name=epoch_sgd");
  }
  return std::visit([&](const auto& f) { return run<Cells>(setup, watch, *algorithm, f); },
                    setup.objective());
}

template <class Order>
ThreadsReport run_in_layout(const RunSetup& setup, const ThreadsWatch& watch) {
  constexpr std::size_t kLineDoubles = kCacheLine / sizeof(double);
  return setup.experiment().machine().layout() == proto::PACKED
             ? run<PlainCells<Order, 1>>(setup, watch)
             : run<PlainCells<Order, kLineDoubles>>(setup, watch);
}

}  // namespace

ThreadsReport run_threads(const RunSetup& setup, const ThreadsWatch& watch) {
  check(setup.experiment());
  switch (setup.experiment().machine().order()) {
    case proto::SEQ_CST:
      return run_in_layout<SequentiallyConsistent>(setup, watch);
    case proto::RELAXED:
      return run_in_layout<Relaxed>(setup, watch);
    case proto::RACY:
      return run_in_layout<Racy>(setup, watch);
  }
  throw std::logic_error("no such memory order");
}

}  // namespace hogtie
