#include "sim/studies/trials/trial.h"

#include <limits>
#include <optional>
#include <string>

#include "core/monitors/view_monitor.h"
#include "sim/simulation/measurement.h"
#include "sim/simulation/not_finite.h"
#include "sim/simulation/session.h"

namespace hogtie {
namespace {

Watch watch_of(const TrialWatch& trial) {
  Watch watch;
  watch.interrupted = trial.interrupted;
  watch.reader = trial.reader;
  return watch;
}

/// Runs the session under its adversary; `conclude(ran, not_finite)` says how it ended.
template <class Conclude>
TrialResult run(Session& session, std::span<const std::uint64_t> curve_times, bool notes_losses,
                const Conclude& conclude) {
  Simulation& simulation = session.simulation();
  const RunSetup& setup = simulation.setup();
  // x_0 is on the ball's edge where R is ||x_0 - x*||: not for a rounding is it outside.
  constexpr double kSlack = 1 + 1e-9;
  const double radius = setup.radius().value_or(std::numeric_limits<double>::infinity());
  const double ball = radius * radius * kSlack;
  Measurement measurement(simulation, curve_times, ball);
  ViewMonitor views(setup.experiment().workers(), setup.target(), ball);
  if (setup.optimum() != nullptr) simulation.machine().add_reader(views);
  if (notes_losses || setup.optimum() == nullptr) measurement.note_losses();
  TrialResult result;
  const Ending ran = session.run();
  result.metrics = measurement.metrics();
  result.ending = conclude(ran, first_not_finite(simulation, result.metrics));
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
                      std::span<const std::uint64_t> curve_times, const TrialWatch& trial_watch) {
  const Watch watch = watch_of(trial_watch);
  Session session(setup, seed, watch);
  return run(session, curve_times, trial_watch.notes_losses, with_numbers);
}

TrialResult replay_trial(const RunSetup& setup, const ScheduledTrial& scheduled,
                         std::span<const std::uint64_t> curve_times,
                         const TrialWatch& trial_watch) {
  const Watch watch = watch_of(trial_watch);
  Session session(setup, scheduled.seed, watch);
  if (!scheduled.checks) {
    session.take_schedule(scheduled.trace);
    return run(session, curve_times, trial_watch.notes_losses, with_numbers);
  }
  session.follow(scheduled.trace);
  TrialResult result =
      run(session, curve_times, trial_watch.notes_losses,
          // An end from outside of the recorded run is no failure of this one.
          [&](const Ending& ran, const std::optional<std::string>& not_finite) {
            Ending concluded = session.conclude(ran, not_finite);
            return concluded.verdict == proto::DIVERGED ? concluded : with_numbers(ran, not_finite);
          });
  result.cut_short = session.check().cut_short();
  return result;
}

}  // namespace hogtie
