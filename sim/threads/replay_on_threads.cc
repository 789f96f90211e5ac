#include "sim/threads/replay_on_threads.h"

#include <exception>
#include <variant>

#include "core/algorithms/any_algorithm.h"
#include "core/error.h"
#include "sim/run/trace_header.h"
#include "sim/threads/team.h"
#include "sim/threads/turn_memory.h"
#include "sim/threads/turns.h"

namespace hogtie {

ThreadsReplay replay_on_threads(const std::string& path, bool force, const ThreadsWatch& watch) {
  const TraceFile trace(path);
  const RunSetup setup(traced_experiment(trace, force));
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
  replay.ending = team.run(program, look);
  if (unreadable) std::rethrow_exception(unreadable);
  if (turns.divergence().has_value()) replay.ending = {proto::DIVERGED, *turns.divergence()};
  replay.steps = turns.steps();
  replay.agreed = turns.agreed();
  replay.cut_short = turns.cut_short();
  replay.model.assign(turns.cells().begin(), turns.cells().begin() + shape.layout.model());
  replay.seconds = team.seconds();
  replay.warnings = team.warnings();
  return replay;
}

}  // namespace hogtie
