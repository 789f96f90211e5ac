#include "core/execution/view_monitor.h"

namespace hogtie {

ViewMonitor::ViewMonitor(std::uint32_t workers, std::span<const double> optimum, double ball)
    : optimum_(optimum), ball_(ball), distance_(workers) {}

void ViewMonitor::step(const Execution&, const Step& step) {
  if (step.operation.kind != OperationKind::kRead || step.operation.target >= optimum_.size()) {
    return;
  }
  const double difference = to_double(step.result.previous) - optimum_[step.operation.target];
  double& distance = distance_[step.worker];
  distance += difference * difference;
  if (!(distance <= ball_)) left_ball_ = true;
}

void ViewMonitor::iteration_begun(const Execution&, std::uint32_t worker, std::uint64_t,
                                  std::uint64_t) {
  distance_[worker] = 0;
}

}  // namespace hogtie
