#include "sim/enforcing/replay_on_threads.h"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/algorithms/any_algorithm.h"
#include "core/error.h"
#include "core/monitors/metrics.h"
#include "core/system/threads.h"
#include "core/text/quote.h"
#include "sim/enforcing/schedule_enforcer.h"
#include "sim/enforcing/turn_memory.h"
#include "sim/simulation/derived_iterates.h"
#include "sim/simulation/not_finite.h"
#include "sim/simulation/trace_header.h"
#include "sim/threads/team.h"
#include "sim/trace/metrics_difference.h"

namespace hogtie {
namespace {

/// The figures that need no reader of the run.
proto::Metrics at_the_end(const proto::Metrics& all) {
  proto::Metrics figures;
  if (all.has_steps()) figures.set_steps(all.steps());
  if (all.has_final_distance()) figures.set_final_distance(all.final_distance());
  if (all.has_final_loss()) figures.set_final_loss(all.final_loss());
  if (all.has_final_gradient_norm()) figures.set_final_gradient_norm(all.final_gradient_norm());
  return figures;
}

/// How the recorded end differs from the end of the threads, `now`.
std::optional<std::string> end_difference(const proto::Footer& recorded, const Ending& now,
                                          std::size_t unfinished) {
  const std::string verdict = "recorded the verdict " + proto::Verdict_Name(recorded.verdict());
  switch (recorded.verdict()) {
    case proto::COMPLETED:
      if (unfinished == 0) break;
      return verdict + ", now " + std::to_string(unfinished) + " workers have not ended";
    case proto::STEP_LIMIT:
    case proto::ALL_CRASHED_OR_BLOCKED:
    case proto::STARVED:
      if (unfinished > 0) break;
      return verdict + ", now all workers have ended";
    case proto::NOT_FINITE:
      if (now.verdict == recorded.verdict() && now.detail == recorded.detail()) break;
      return verdict + " (" + recorded.detail() + "), now " +
             (now.detail.empty() ? "all numbers are finite" : now.detail);
    default:  // an end from outside of the workers, which is taken as recorded
      break;
  }
  return std::nullopt;
}

}  // namespace

ThreadsReplay replay_on_threads(const std::string& path, const RecordTrust& trust,
                                const ThreadsWatch& watch) {
  const TraceFile trace(path);
  const auto traced = traced_setup(trace, trust);
  const RunSetup& setup = *traced;
  check_threads(setup.experiment().workers(), thread_limits());
  const MachineShape shape = setup.machine_shape(setup.experiment().seed());
  ScheduleEnforcer turns(trace, shape.layout, setup.initial());
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
      // An error of the trace, which the worker that has the turn reads on.
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
  const bool followed =
      replay.ending.verdict == proto::COMPLETED || replay.ending.verdict == proto::NOT_FINITE;
  if (followed && turns.footer()) {
    metrics.set_steps(replay.steps);
    const proto::Footer& recorded = *turns.footer();
    const auto other_end = end_difference(recorded, replay.ending, turns.unfinished());
    const auto figures = metrics_difference(at_the_end(recorded.metrics()), metrics);
    if (other_end) {
      replay.ending = {proto::DIVERGED, *other_end};
    } else if (figures && was_made_here(turns.header())) {
      replay.ending = {proto::DIVERGED, text(*figures)};
    } else if (figures) {
      replay.warnings.push_back("elsewhere the run came to something else: " + text(*figures));
    }
  }
  replay.seconds = team.seconds();
  std::ranges::copy(team.warnings(), std::back_inserter(replay.warnings));
  if (const auto build = other_build(turns.header())) {
    replay.warnings.push_back(printable(path) + ": " + *build);
  }
  return replay;
}

}  // namespace hogtie
