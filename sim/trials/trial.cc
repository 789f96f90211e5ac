#include "sim/trials/trial.h"

#include <memory>

#include "adversaries/replay.h"
#include "core/execution/view_monitor.h"
#include "sim/run/measurement.h"
#include "sim/run/run.h"
#include "sim/run/simulation.h"
#include "sim/run/watch_sink.h"
#include "sim/trace/trace_schedule.h"

namespace hogtie {
namespace {

/// What is asked of a trial beside its schedule.
struct Asked {
  std::uint64_t seed;
  std::span<const std::uint64_t> curve_times;
  const std::atomic<bool>* interrupted;
  Observer* observer;
};

template <class MakeAdversary>
TrialResult run(const RunSetup& setup, const Asked& asked, const MakeAdversary& make_adversary) {
  Simulation simulation(setup, asked.seed);
  // x_0 is on the ball's edge where R is ||x_0 - x*||: not for a rounding is it outside.
  constexpr double kSlack = 1 + 1e-9;
  const double ball = setup.radius() * setup.radius() * kSlack;
  Measurement measurement(simulation, asked.curve_times, ball);
  ViewMonitor views(setup.experiment().workers(), setup.optimum(), ball);
  simulation.machine().add_observer(views);
  if (asked.observer != nullptr) simulation.machine().add_observer(*asked.observer);
  Watch watch;
  watch.interrupted = asked.interrupted;
  WatchSink watch_sink(watch);
  simulation.machine().add_sink(watch_sink);
  const std::unique_ptr<Adversary> adversary = make_adversary(simulation);
  TrialResult result;
  result.ending = simulation.run(*adversary);
  result.metrics = measurement.metrics();
  result.curve = measurement.convergence().curve();
  result.left_ball = measurement.convergence().left_ball() || views.left_ball();
  result.contention = measurement.delays().contention();
  for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
    result.delays[order] = measurement.delays().delays(order);
  }
  return result;
}

}  // namespace

TrialResult run_trial(const RunSetup& setup, std::uint64_t seed,
                      std::span<const std::uint64_t> curve_times,
                      const std::atomic<bool>* interrupted, Observer* observer) {
  return run(setup, {seed, curve_times, interrupted, observer},
             [](const Simulation& simulation) { return simulation.make_adversary(); });
}

TrialResult replay_trial(const RunSetup& setup, const ScheduledTrial& scheduled,
                         std::span<const std::uint64_t> curve_times,
                         const std::atomic<bool>* interrupted) {
  return run(setup, {scheduled.seed, curve_times, interrupted, scheduled.observer},
             [&](const Simulation&) -> std::unique_ptr<Adversary> {
               return std::make_unique<Replay>(std::make_unique<TraceSchedule>(scheduled.trace));
             });
}

}  // namespace hogtie
