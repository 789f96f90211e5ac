#include "sim/trials/trial.h"

#include <memory>

#include "core/execution/view_monitor.h"
#include "sim/run/measurement.h"
#include "sim/run/run.h"
#include "sim/run/simulation.h"
#include "sim/run/watch_sink.h"

namespace hogtie {

TrialResult run_trial(const RunSetup& setup, std::uint64_t seed,
                      std::span<const std::uint64_t> curve_times,
                      const std::atomic<bool>* interrupted) {
  Simulation simulation(setup, seed);
  // x_0 is on the ball's edge where R is ||x_0 - x*||: not for a rounding is it outside.
  constexpr double kSlack = 1 + 1e-9;
  const double ball = setup.radius() * setup.radius() * kSlack;
  Measurement measurement(simulation, curve_times, ball);
  ViewMonitor views(setup.experiment().workers(), setup.optimum(), ball);
  simulation.machine().add_observer(views);
  Watch watch;
  watch.interrupted = interrupted;
  WatchSink watch_sink(watch);
  simulation.machine().add_sink(watch_sink);
  const std::unique_ptr<Adversary> adversary = simulation.make_adversary();
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

}  // namespace hogtie
