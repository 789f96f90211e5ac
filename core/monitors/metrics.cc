#include "core/monitors/metrics.h"

#include <cmath>

#include "core/monitors/moving_point.h"

namespace hogtie {
namespace {

void fill(const DelayDistribution& delays, proto::Delays& result) {
  result.set_maximum(delays.maximum());
  result.set_mean(delays.mean());
  result.set_median(delays.quantile(50));
  result.set_p90(delays.quantile(90));
  result.set_p99(delays.quantile(99));
}

}  // namespace

void report(const DelayMonitor& monitor, proto::Metrics& metrics) {
  metrics.set_iterations(monitor.ended());
  metrics.set_tau_max(monitor.contention_max());
  metrics.set_tau_avg(monitor.contention_mean());
  fill(monitor.delays(kByStart), *metrics.mutable_delays_by_start());
  fill(monitor.delays(kByFirstUpdate), *metrics.mutable_delays_by_first_update());
  fill(monitor.delays(kByEnd), *metrics.mutable_delays_by_end());
}

void report(const ConvergenceMonitor& monitor, proto::Metrics& metrics) {
  metrics.clear_hitting_time();
  metrics.clear_hitting_step();
  if (!monitor.hit()) return;
  metrics.set_hitting_time(monitor.hit()->time);
  metrics.set_hitting_step(monitor.hit()->step);
}

void report_final(std::span<const double> model, std::span<const double> optimum,
                  const ObjectiveProbe& f, proto::Metrics& metrics) {
  const MovingPoint point({model.begin(), model.end()}, {optimum.begin(), optimum.end()});
  if (point.has_target()) metrics.set_final_distance(std::sqrt(point.squared_distance()));
  metrics.set_final_loss(f.value(model));
  metrics.set_final_gradient_norm(f.gradient_norm(model));
}

}  // namespace hogtie
