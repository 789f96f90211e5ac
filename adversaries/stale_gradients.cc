#include "adversaries/stale_gradients.h"

#include "core/memory/update_kind.h"

namespace hogtie {

void StaleGradients::enter(Phase phase) {
  phase_ = phase;
  victim_ = 0;
  begun_ = false;
  ended_ = 0;
}

/// Whether the victim holds its gradient, or has none to hold: it ended, or its update was zero.
bool StaleGradients::held(const ValueObliviousView& view, std::uint32_t worker) {
  if (!view.runnable().contains(worker)) return true;
  if (!view.iteration(worker).has_value()) return begun_;
  begun_ = true;
  return is_update(view.pending_kind(worker), view.pending_register(worker), view.layout());
}

bool StaleGradients::runner_done(const ValueObliviousView& view) {
  const std::uint32_t runner = victims_;
  if (!view.runnable().contains(runner)) return true;
  const bool inside = view.iteration(runner).has_value();
  if (begun_ && !inside) ++ended_;
  begun_ = inside;
  return ended_ == tau_;
}

Choice StaleGradients::next(ValueObliviousView view) {
  std::uint32_t idle = 0;  // phases gone through without a step to take
  for (;;) {
    switch (phase_) {
      case Phase::kRead:
        while (victim_ < victims_ && held(view, victim_)) {
          ++victim_;
          begun_ = false;
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

}  // namespace hogtie
