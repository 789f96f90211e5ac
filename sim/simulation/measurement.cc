#include "sim/simulation/measurement.h"

#include "core/algorithms/registry.h"
#include "core/monitors/metrics.h"
#include "sim/simulation/convergence_of.h"
#include "sim/simulation/derived_iterates.h"

namespace hogtie {

Measurement::Measurement(Simulation& simulation, std::span<const std::uint64_t> curve_times,
                         double ball)
    : simulation_(simulation),
      delays_(simulation.experiment().workers()),
      crashes_(simulation.experiment().adversary(),
               [this](std::uint32_t worker) {
                 simulation_.machine().caught_up_playback().catch_up(worker);
                 delays_.worker_crashed(worker);
               }),
      memory_limit_(delays_, simulation.machine(), simulation.operations_max()),
      convergence_(convergence_of(simulation, curve_times, ball)) {
  simulation.machine().add_reader(delays_);
  simulation.machine().add_reader(convergence_);
  if (loses_updates(simulation.setup().algorithm())) {
    lost_.emplace(simulation.experiment().workers(), simulation.initial().size());
    simulation.machine().add_reader(*lost_);
  }
  simulation.machine().add_reader(crashes_);
  simulation.machine().add_reader(memory_limit_);
}

bool Measurement::has_delays() const {
  return !moves_model(simulation_.setup().algorithm());
}

proto::Metrics Measurement::metrics() {
  delays_.finish();
  proto::Metrics metrics;
  metrics.set_steps(simulation_.machine().execution().step());
  if (simulation_.machine().execution().spins.count > 0)
    metrics.set_spins(simulation_.machine().execution().spins.count);
  if (lost_.has_value()) {
    metrics.set_lost_updates(lost_->lost());
    metrics.set_updates(lost_->updates());
  }
  report(delays_, metrics);
  if (!has_delays()) {
    metrics.clear_delays_by_start();
    metrics.clear_delays_by_first_update();
    metrics.clear_delays_by_end();
  }
  report(convergence_, metrics);
  report_final(result(simulation_.setup(), simulation_.machine().execution()),
               simulation_.setup().target(), simulation_.setup().landscape(), metrics);
  return metrics;
}

}  // namespace hogtie
