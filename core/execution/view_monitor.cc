#include "core/execution/view_monitor.h"

#include <limits>

namespace hogtie {

ViewMonitor::ViewMonitor(std::uint32_t workers, std::span<const double> optimum, double ball)
    : optimum_(optimum), ball_(ball), views_(workers) {}

void ViewMonitor::step(const Execution& execution, const Step& step) {
  const RegisterLayout& layout = execution.layout;
  if (step.operation.kind != OperationKind::kRead || !layout.is_double(step.operation.target)) {
    return;
  }
  std::uint32_t coordinate = step.operation.target;
  if (layout.versions) coordinate %= layout.model();
  if (coordinate >= optimum_.size()) return;
  View& view = views_[step.worker];
  if (coordinate < view.next) {
    view.next = std::numeric_limits<std::uint32_t>::max();
    return;
  }
  view.next = coordinate + 1;
  const double difference = to_double(step.result.previous) - optimum_[coordinate];
  view.distance += difference * difference;
  if (!(view.distance <= ball_)) left_ball_ = true;
}

void ViewMonitor::iteration_begun(const Execution&, std::uint32_t worker, std::uint64_t,
                                  std::uint64_t) {
  views_[worker] = {};
}

}  // namespace hogtie
