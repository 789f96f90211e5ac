#include "adversaries/strategies/stale_gradients.h"

#include <memory>

#include "adversaries/strategies.h"
#include "core/memory/update_kind.h"

namespace hogtie {

void StaleGradients::enter(Phase phase) {
  phase_ = phase;
  victim_ = 0;
  ended_ = 0;
  turn_ = IterationWatch(phase == Phase::kRun ? victims_ : victim_);
}

/// Whether the victim holds its gradient, or has none to hold: it ended, or its update was zero.
bool StaleGradients::held(const ValueObliviousView& view, std::uint32_t worker) {
  if (turn_.over(view)) return true;
  return view.iteration(worker).has_value() &&
         is_update(view.pending_kind(worker), view.pending_register(worker), view.layout());
}

bool StaleGradients::runner_done(const ValueObliviousView& view) {
  if (!view.runnable().contains(turn_.worker())) return true;
  if (turn_.over(view)) {
    ++ended_;
    turn_ = IterationWatch(turn_.worker());
    turn_.over(view);
  }
  return ended_ == tau_;
}

Choice StaleGradients::next(ValueObliviousView view) {
  std::uint32_t idle = 0;  // phases gone through without a step to take
  for (;;) {
    switch (phase_) {
      case Phase::kRead:
        while (victim_ < victims_ && held(view, victim_)) {
          turn_ = IterationWatch(++victim_);
        }
        if (victim_ < victims_) return {victim_};
        enter(Phase::kRun);
        break;
      case Phase::kRun:
        if (!runner_done(view)) return {victims_};
        enter(Phase::kRelease);
        break;
      case Phase::kRelease:
        while (victim_ < victims_ &&
               (!view.runnable().contains(victim_) || !view.iteration(victim_).has_value())) {
          ++victim_;
        }
        if (victim_ < victims_) return {victim_};
        enter(Phase::kRead);
        break;
    }
    if (++idle > 3) return {view.runnable().first_from(0)};
  }
}

constexpr StrategyEntry strategies::stale_gradient{
    .listing = {.name = "stale_gradient",
                .description =
                    "one gradient is held back for tau iterations, then applied (Theorem 5.1)",
                .power = StaleGradients::kPower,
                .parameters = {"tau"}},
    .workers_min = 2,
    .make = [](const proto::Adversary& settings,
               const AdversaryContext&) -> std::unique_ptr<Adversary> {
      return std::make_unique<StaleGradients>(1, settings.tau());
    }};

constexpr StrategyEntry strategies::swarm{
    .listing = {.name = "swarm",
                .description = "n-1 gradients are held back for tau iterations, then all applied",
                .power = StaleGradients::kPower,
                .parameters = {"tau"}},
    .workers_min = 2,
    .make = [](const proto::Adversary& settings,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      return std::make_unique<StaleGradients>(context.workers - 1, settings.tau());
    }};

}  // namespace hogtie
