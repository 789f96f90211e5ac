#include "sim/trials/trial.h"

#include <memory>

#include "sim/run/measurement.h"
#include "sim/run/run.h"
#include "sim/run/simulation.h"
#include "sim/run/watch_sink.h"

namespace hogtie {

TrialResult run_trial(const RunSetup& setup, std::uint64_t seed,
                      std::span<const std::uint64_t> curve_times,
                      const std::atomic<bool>* interrupted) {
  Simulation simulation(setup, seed);
  Measurement measurement(simulation, curve_times);
  Watch watch;
  watch.interrupted = interrupted;
  WatchSink watch_sink(watch);
  simulation.machine().add_sink(watch_sink);
  const std::unique_ptr<Adversary> adversary = simulation.make_adversary();
  TrialResult result;
  result.ending = simulation.run(*adversary);
  result.metrics = measurement.metrics();
  result.curve = measurement.convergence().curve();
  result.contention = measurement.delays().contention();
  for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
    result.delays[order] = measurement.delays().delays(order);
  }
  return result;
}

}  // namespace hogtie
