#include "sim/run/measurement.h"

#include <optional>
#include <variant>

#include "core/execution/metrics.h"

namespace hogtie {
namespace {

SuccessRegion success_region(const proto::Success& settings) {
  return {settings.epsilon(), settings.has_loss() ? std::optional(settings.loss()) : std::nullopt};
}

}  // namespace

Measurement::Measurement(Simulation& simulation)
    : simulation_(simulation),
      value_([&simulation](std::span<const double> x) {
        return std::visit([&](const auto& f) { return f.value(x); }, simulation.objective());
      }),
      optimum_(std::visit([](const auto& f) -> const std::vector<double>& { return f.optimum(); },
                          simulation.objective())),
      delays_(simulation.experiment().workers()),
      crashes_(simulation.experiment().adversary(), delays_),
      convergence_(simulation.experiment().workers(), simulation.initial(), optimum_,
                   success_region(simulation.experiment().success()),
                   simulation.experiment().success().every(), value_) {
  simulation.machine().add_observer(delays_);
  simulation.machine().add_observer(convergence_);
  simulation.machine().add_sink(crashes_);
}

proto::Metrics Measurement::metrics() {
  delays_.finish();
  proto::Metrics metrics;
  metrics.set_steps(simulation_.machine().execution().step());
  report(delays_, metrics);
  report(convergence_, metrics);
  report_final(simulation_.model(), optimum_, value_, metrics);
  return metrics;
}

}  // namespace hogtie
