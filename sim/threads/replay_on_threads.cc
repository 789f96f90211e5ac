#include "sim/threads/replay_on_threads.h"

#include <exception>
#include <utility>
#include <variant>
#include <vector>

#include "core/algorithms/any_algorithm.h"
#include "core/error.h"
#include "core/execution/metrics.h"
#include "core/system/threads.h"
#include "sim/run/derived_iterates.h"
#include "sim/run/not_finite.h"
#include "sim/run/trace_header.h"
#include "sim/threads/team.h"
#include "sim/threads/turn_memory.h"
#include "sim/threads/turns.h"

namespace hogtie {

ThreadsReplay replay_on_threads(const std::string& path, const RecordTrust& trust,
                                const ThreadsWatch& watch) {
  const TraceFile trace(path);
  const RunSetup setup(traced_experiment(trace, trust));
  check_threads(setup.experiment().workers(), thread_limits());
  const MachineShape shape = setup.machine_shape(setup.experiment().seed());
  Turns turns(trace, shape.layout, setup.initial());
  Team team(shape.workers);
  std::exception_ptr unreadable;
  const auto program = [&](std::uint32_t worker) {
    try {
      TurnMemory memory(
          turns, shape.layout,
          {worker, shape.seed, shape.operations_max, shape.doubles_owned, team.stop()});
      std::visit([&](const auto& algorithm) { algorithm(memory, setup.objective()); },
                 setup.algorithm());
    } catch (const InputError&) {
      // Of the trace, which whoever has the turn reads on.
      unreadable = std::current_exception();
      turns.stop();
      throw;
    } catch (...) {
      turns.stop();
      throw;
    }
    turns.end(worker);
  };
  const auto look = [&] {
    if (watch.progress) watch.progress(turns.steps());
    const bool interrupted =
        watch.interrupted != nullptr && watch.interrupted->load(std::memory_order_relaxed);
    if (interrupted) turns.stop();
    return interrupted;
  };
  ThreadsReplay replay;
  replay.experiment = setup.experiment();
  if (watch.began) watch.began();
  replay.ending = team.run(program, look);
  if (unreadable) std::rethrow_exception(unreadable);
  if (turns.divergence().has_value()) replay.ending = {proto::DIVERGED, *turns.divergence()};
  replay.steps = turns.steps();
  replay.agreed = turns.agreed();
  replay.cut_short = turns.cut_short();
  replay.model.assign(turns.cells().begin(), turns.cells().begin() + shape.layout.model());
  const std::vector<double> end = result(setup, shape.layout, turns.cells());
  proto::Metrics metrics;
  report_final(end, setup.target(), setup.landscape(), metrics);
  replay.ending =
      with_numbers(std::move(replay.ending), first_not_finite(replay.model, end, metrics));
  replay.seconds = team.seconds();
  replay.warnings = team.warnings();
  return replay;
}

}  // namespace hogtie
