#include "adversaries/knowledge/pending_updates.h"

#include <algorithm>

#include "core/memory/update_kind.h"

namespace hogtie {

std::optional<std::uint32_t> PendingUpdates::first_without(const RunnableSet& runnable) const {
  const auto workers = static_cast<std::uint32_t>(next_.size());
  for (std::uint32_t from = 0; from < workers;) {
    const std::uint32_t worker = runnable.first_from(from);
    if (worker < from) break;  // around
    if (!holds(worker)) return worker;
    from = worker + 1;
  }
  return std::nullopt;
}

void PendingUpdates::refresh_all(const StrongView& view) {
  unsettled_.clear();
  for (std::uint32_t worker = 0; worker < next_.size(); ++worker) refresh(view, worker);
}

void PendingUpdates::refresh(const StrongView& view, std::uint32_t worker) {
  if (!unsettled_.empty()) {
    unsettled_.erase(std::remove(unsettled_.begin(), unsettled_.end(), worker), unsettled_.end());
  }
  Next& next = next_[worker];
  next = {};
  if (!view.runnable().contains(worker)) return;
  const Operation operation = view.pending(worker);
  next.publishes = is_publication(operation.kind, operation.target, view.layout());
  next.held = next.publishes || view.within_racy_update(worker);
  if (operation.kind == OperationKind::kRead || operation.target >= dimension_) return;
  next.held = true;
  next.coordinate = operation.target;
  if (operation.kind == OperationKind::kFetchAdd) {
    next.increment = to_double(operation.operand);
  } else {
    unsettled_.push_back(worker);
    refresh_value(view, worker);
  }
}

void PendingUpdates::refresh_value(const StrongView& view, std::uint32_t worker) {
  const Operation operation = view.pending(worker);
  const double x = view.value(DoubleRegister{operation.target});
  double& increment = next_[worker].increment;
  increment = 0;
  switch (operation.kind) {
    case OperationKind::kGuardedFetchAdd: {
      const CounterRegister guard{operation.guard - view.layout().doubles};
      if (view.value(guard) == operation.expected) increment = to_double(operation.operand);
      break;
    }
    case OperationKind::kCompareAndSwap:
      if (to_word(x) == operation.expected) increment = to_double(operation.operand) - x;
      break;
    case OperationKind::kWrite:
      increment = to_double(operation.operand) - x;
      break;
    default:
      break;
  }
}

double inner_product(const StrongView& view, std::uint32_t worker,
                     std::span<const double> optimum) {
  const std::span<const double> x = view.model();
  double sum = 0;
  for (const auto [j, increment] : view.update(worker)) sum += increment * (x[j] - optimum[j]);
  return sum;
}

double squared_distance(const PastView& view, std::span<const double> optimum) {
  const std::span<const double> x = view.model();
  double sum = 0;
  for (std::size_t j = 0; j < optimum.size(); ++j) {
    const double offset = x[j] - optimum[j];
    sum += offset * offset;
  }
  return sum;
}

}  // namespace hogtie
