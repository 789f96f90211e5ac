#include "sim/run/measurement.h"

#include <optional>

#include "core/execution/metrics.h"

namespace hogtie {
namespace {

SuccessRegion success_region(const proto::Success& settings) {
  return {settings.epsilon(), settings.has_loss() ? std::optional(settings.loss()) : std::nullopt};
}

}  // namespace

Measurement::Measurement(Simulation& simulation, std::span<const std::uint64_t> curve_times,
                         double ball)
    : simulation_(simulation),
      value_([&setup = simulation.setup()](std::span<const double> x) { return setup.value(x); }),
      optimum_(simulation.setup().optimum()),
      delays_(simulation.experiment().workers()),
      crashes_(simulation.experiment().adversary(),
               [this](std::uint32_t worker) { delays_.worker_crashed(worker); }),
      convergence_(simulation.experiment().workers(), simulation.initial(), optimum_,
                   success_region(simulation.experiment().success()),
                   simulation.experiment().success().every(), value_, curve_times, ball) {
  simulation.machine().add_observer(delays_);
  simulation.machine().add_observer(convergence_);
  if (loses_updates(simulation.setup().algorithm())) {
    lost_.emplace(simulation.experiment().workers(), simulation.initial().size());
    simulation.machine().add_observer(*lost_);
  }
  simulation.machine().add_sink(crashes_);
}

proto::Metrics Measurement::metrics() {
  delays_.finish();
  proto::Metrics metrics;
  metrics.set_steps(simulation_.machine().execution().step());
  if (simulation_.machine().spins() > 0) metrics.set_spins(simulation_.machine().spins());
  if (lost_.has_value()) {
    metrics.set_lost_updates(lost_->lost());
    metrics.set_updates(lost_->updates());
  }
  report(delays_, metrics);
  report(convergence_, metrics);
  report_final(simulation_.model(), optimum_, value_, metrics);
  return metrics;
}

}  // namespace hogtie
