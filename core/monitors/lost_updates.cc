#include "core/monitors/lost_updates.h"

#include <numeric>

namespace hogtie {

void LostUpdates::step(const Execution& execution, const Step& step) {
  const std::uint32_t target = step.operation.target;
  if (!execution.layout.is_model(target) || !step.result.applied) return;
  switch (step.operation.kind) {
    case OperationKind::kRead:
      seen_[step.worker] = {target, kept_[target]};
      return;
    case OperationKind::kWrite:
      if (seen_[step.worker].target == target) kept_[target] = seen_[step.worker].kept;
      break;
    default:
      break;
  }
  ++kept_[target];
  ++updates_;
}

void LostUpdates::stretch(const Execution& execution, const Stretch& stretch) {
  if (stretch.kind == OperationKind::kRead) return;
  for (std::size_t k = 0; k < stretch.size; ++k) {
    const std::uint32_t target = stretch.registers[k];
    if (!execution.layout.is_model(target)) continue;
    ++kept_[target];
    ++updates_;
  }
}

std::uint64_t LostUpdates::lost() const {
  return updates_ - std::accumulate(kept_.begin(), kept_.end(), std::uint64_t{0});
}

}  // namespace hogtie
