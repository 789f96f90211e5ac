#include "adversaries/strategies/max_delay.h"

#include <memory>

#include "adversaries/strategies.h"
#include "core/memory/update_kind.h"

namespace hogtie {

MaxDelay::MaxDelay(std::uint64_t tau, std::uint32_t workers) : tau_(tau), tracker_(workers) {
  for (std::uint32_t w = workers - 1; w-- > 0;) to_hold_.push_back(w);
}

bool MaxDelay::held(const ValueObliviousView& view, std::uint32_t worker) const {
  return tracker_.active(worker) &&
         is_update(view.pending_kind(worker), view.pending_register(worker), view.layout());
}

Choice MaxDelay::next(ValueObliviousView view) {
  const std::uint32_t runner = view.workers() - 1;
  tracker_.follow(view);
  // The worker that moved last has just finished: hold its next iteration.
  const std::uint32_t last = view.last_worker();
  if (last < runner && !tracker_.active(last) && (to_hold_.empty() || to_hold_.back() != last)) {
    to_hold_.push_back(last);
  }
  for (auto worker = tracker_.oldest(); worker; worker = tracker_.next(*worker)) {
    if (tracker_.contention(*worker) < tau_) break;
    if (view.runnable().contains(*worker)) return {*worker};
  }
  while (!to_hold_.empty()) {
    const std::uint32_t worker = to_hold_.back();
    if (view.runnable().contains(worker) && !held(view, worker)) return {worker};
    to_hold_.pop_back();
  }
  return {view.runnable().contains(runner) ? runner : view.runnable().first_from(0)};
}

constexpr StrategyEntry strategies::max_delay{
    .listing = {.name = "max_delay",
                .description =
                    "as many iterations as can be have a contention of tau, none has more",
                .power = MaxDelay::kPower,
                .parameters = {"tau"}},
    .workers_min = 2,
    .make = [](const proto::Adversary& settings,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      return std::make_unique<MaxDelay>(settings.tau(), context.workers);
    }};

}  // namespace hogtie
