#include "adversaries/strategies/partial_order_sampling.h"

#include <memory>

#include "adversaries/strategies.h"

namespace hogtie {

/// Takes over the worker's next operation, with a priority of its own.
void PartialOrderSampling::look(const ValueObliviousView& view, std::uint32_t worker) {
  if (!view.runnable().contains(worker)) return;
  pending_[worker] = {draw(), view.pending_register(worker),
                      view.pending_kind(worker) == OperationKind::kRead};
}

void PartialOrderSampling::executed(const ValueObliviousView& view, std::uint32_t worker) {
  const Pending done = pending_[worker];
  for (std::uint32_t other = 0; other < pending_.size(); ++other) {
    Pending& pending = pending_[other];
    if (other == worker || pending.target != done.target) continue;
    if (!(done.reads && pending.reads)) pending.priority = draw();
  }
  look(view, worker);
}

Choice PartialOrderSampling::next(ValueObliviousView view) {
  if (view.step() == followed_ + 1) {
    executed(view, view.last_worker());
  } else {
    for (std::uint32_t worker = 0; worker < pending_.size(); ++worker) look(view, worker);
  }
  followed_ = view.step();
  const RunnableSet& runnable = view.runnable();
  std::uint32_t chosen = runnable.at(0);
  for (std::uint32_t k = 1; k < runnable.size(); ++k) {
    const std::uint32_t worker = runnable.at(k);
    if (pending_[worker].priority > pending_[chosen].priority) chosen = worker;
  }
  return {chosen};
}

constexpr StrategyEntry strategies::pos{
    .listing = {.name = "pos",
                .description =
                    "random priorities of steps, drawn anew after a race (Yuan et al. 2018)",
                .power = PartialOrderSampling::kPower},
    .make = [](const proto::Adversary&,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      return std::make_unique<PartialOrderSampling>(context.workers, context.seed);
    }};

}  // namespace hogtie
