#include "adversaries/strategies/mid_update_stall.h"

#include <memory>

#include "adversaries/strategies.h"

namespace hogtie {

/// The next runnable worker that is not the victim; the victim where there is none.
std::uint32_t MidUpdateStall::after(const StrongView& view, std::uint32_t worker) const {
  const std::uint32_t next = view.runnable().first_from(worker + 1);
  return next == victim_ ? view.runnable().first_from(victim_ + 1) : next;
}

bool MidUpdateStall::updates_next(const StrongView& view) const {
  return view.runnable().contains(victim_) && pending_.holds(victim_) &&
         view.pending(victim_).kind != OperationKind::kRead;
}

bool MidUpdateStall::torn(const StrongView& view) {
  if (!view.runnable().contains(victim_)) return true;
  if (!updates_next(view)) return false;
  if (pending_.publishes(victim_)) return true;
  if (view.pending(victim_).kind == OperationKind::kWrite) return true;
  const std::size_t left = view.update(victim_).size();
  if (whole_ == 0) whole_ = left;
  return left <= whole_ - whole_ / 2;
}

bool MidUpdateStall::others_done(const StrongView& view) {
  while (turn_.over(view)) {
    const bool counts = view.runnable().contains(turn_.worker());
    if (counts && ++ended_ >= tau_) return true;
    const std::uint32_t next = after(view, turn_.worker());
    if (next == victim_) return true;
    turn_ = IterationWatch(next);
  }
  return false;
}

Choice MidUpdateStall::next(StrongView view) {
  pending_.follow(view);
  for (int phases = 0; phases <= 3; ++phases) {
    switch (phase_) {
      case Phase::kTear: {
        if (!torn(view)) return {victim_};
        phase_ = Phase::kRun;
        ended_ = 0;
        const std::uint32_t first = after(view, victim_);
        turn_ = IterationWatch(first);
        if (first == victim_) phase_ = Phase::kFinish;
        break;
      }
      case Phase::kRun:
        if (!others_done(view)) return {turn_.worker()};
        phase_ = Phase::kFinish;
        break;
      case Phase::kFinish:
        if (updates_next(view)) return {victim_};
        phase_ = Phase::kTear;
        victim_ = view.runnable().first_from(victim_ + 1);
        whole_ = 0;
        break;
    }
  }
  return {view.runnable().first_from(0)};
}

constexpr StrategyEntry strategies::mid_update_stall{
    .listing = {.name = "mid_update_stall",
                .description = "a worker is stopped half-way through its update for tau iterations",
                .power = MidUpdateStall::kPower,
                .parameters = {"tau"}},
    .workers_min = 2,
    .make = [](const proto::Adversary& settings,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      return std::make_unique<MidUpdateStall>(context.objective->dimension(), settings.tau(),
                                              context.workers);
    }};

}  // namespace hogtie
