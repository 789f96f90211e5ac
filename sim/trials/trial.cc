#include "sim/trials/trial.h"

#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "adversaries/replay.h"
#include "core/execution/view_monitor.h"
#include "sim/run/measurement.h"
#include "sim/run/not_finite.h"
#include "sim/run/run.h"
#include "sim/run/simulation.h"
#include "sim/run/watch_reader.h"
#include "sim/trace/replay_check.h"
#include "sim/trace/trace_schedule.h"

namespace hogtie {
namespace {

using NotFinite = std::optional<std::string>;

/// The ending of a run that is held against no trace.
Ending conclude_alone(const Ending& ending, const Execution&, const NotFinite& not_finite) {
  return with_numbers(ending, not_finite);
}

template <class MakeAdversary, class Conclude>
TrialResult run(const RunSetup& setup, std::uint64_t seed,
                std::span<const std::uint64_t> curve_times, const TrialWatch& trial_watch,
                const MakeAdversary& make_adversary, const Conclude& conclude) {
  Simulation simulation(setup, seed);
  // x_0 is on the ball's edge where R is ||x_0 - x*||: not for a rounding is it outside.
  constexpr double kSlack = 1 + 1e-9;
  const double radius = setup.radius().value_or(std::numeric_limits<double>::infinity());
  const double ball = radius * radius * kSlack;
  Measurement measurement(simulation, curve_times, ball);
  ViewMonitor views(setup.experiment().workers(), setup.target(), ball);
  if (setup.optimum() != nullptr) simulation.machine().add_reader(views);
  if (trial_watch.reader != nullptr) simulation.machine().add_reader(*trial_watch.reader);
  if (trial_watch.notes_losses || setup.optimum() == nullptr) measurement.note_losses();
  Watch watch;
  watch.interrupted = trial_watch.interrupted;
  WatchReader watch_reader(watch);
  simulation.machine().add_reader(watch_reader);
  const std::unique_ptr<Adversary> adversary = make_adversary(simulation);
  TrialResult result;
  const Ending ending = simulation.run(*adversary);
  result.metrics = measurement.metrics();
  result.ending = conclude(ending, simulation.machine().execution(),
                           first_not_finite(simulation, result.metrics));
  result.curve = measurement.convergence().curve();
  result.losses = measurement.convergence().losses();
  result.left_ball = measurement.convergence().left_ball() || views.left_ball();
  result.contention = measurement.delays().contention();
  for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
    if (measurement.has_delays()) result.delays[order] = measurement.delays().delays(order);
  }
  return result;
}

}  // namespace

TrialResult run_trial(const RunSetup& setup, std::uint64_t seed,
                      std::span<const std::uint64_t> curve_times, const TrialWatch& watch) {
  return run(
      setup, seed, curve_times, watch,
      [](const Simulation& simulation) { return simulation.make_adversary(); }, conclude_alone);
}

TrialResult replay_trial(const RunSetup& setup, const ScheduledTrial& scheduled,
                         std::span<const std::uint64_t> curve_times, const TrialWatch& watch) {
  if (!scheduled.checks) {
    return run(
        setup, scheduled.seed, curve_times, watch,
        [&](const Simulation&) -> std::unique_ptr<Adversary> {
          return std::make_unique<Replay>(std::make_unique<TraceSchedule>(scheduled.trace));
        },
        conclude_alone);
  }
  ReplayCheck check(scheduled.trace, std::numeric_limits<std::uint64_t>::max());
  TrialResult result = run(
      setup, scheduled.seed, curve_times, watch,
      [&](Simulation& simulation) -> std::unique_ptr<Adversary> {
        simulation.machine().add_reader(check);
        return std::make_unique<Replay>(check.schedule());
      },
      // An end from outside of the recorded run is no failure of this one.
      [&](const Ending& ending, const Execution& execution, const NotFinite& not_finite) {
        Ending concluded = check.conclude(ending, execution, not_finite);
        return concluded.verdict == proto::DIVERGED ? concluded : with_numbers(ending, not_finite);
      });
  result.cut_short = check.cut_short();
  return result;
}

}  // namespace hogtie
