#include "core/monitors/view_monitor.h"

#include <limits>

namespace hogtie {

ViewMonitor::ViewMonitor(std::uint32_t workers, std::span<const double> optimum, double ball)
    : optimum_(optimum), ball_(ball), views_(workers) {}

void ViewMonitor::step(const Execution& execution, const Step& step) {
  if (step.operation.kind != OperationKind::kRead ||
      !execution.layout.is_double(step.operation.target)) {
    return;
  }
  read(execution.layout, step.worker, step.operation.target, to_double(step.result.previous));
}

void ViewMonitor::stretch(const Execution& execution, const Stretch& stretch) {
  if (stretch.kind != OperationKind::kRead) return;
  for (std::size_t k = 0; k < stretch.size; ++k) {
    read(execution.layout, stretch.worker, stretch.registers[k], stretch.found[k]);
  }
}

void ViewMonitor::read(const RegisterLayout& layout, std::uint32_t worker, std::uint32_t target,
                       double found) {
  std::uint32_t coordinate = target;
  if (layout.versions) coordinate %= layout.model();
  if (coordinate >= optimum_.size()) return;
  View& view = views_[worker];
  if (coordinate < view.next) {
    view.next = std::numeric_limits<std::uint32_t>::max();
    return;
  }
  view.next = coordinate + 1;
  const double difference = found - optimum_[coordinate];
  view.distance += difference * difference;
  if (!(view.distance <= ball_)) left_ball_ = true;
}

void ViewMonitor::iteration_begun(const Execution&, std::uint32_t worker, std::uint64_t,
                                  std::uint64_t) {
  views_[worker] = {};
}

}  // namespace hogtie
