#include "adversaries/wrappers/changed_schedule.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace hogtie {
namespace {

template <class Change>
void sort_by_step(std::vector<Change>& changes) {
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.step < b.step; });
}

}  // namespace

ChangedSchedule::ChangedSchedule(std::unique_ptr<ScheduleSource> recorded, ScheduleChanges changes,
                                 std::uint32_t workers, Continuation then)
    : recorded_(std::move(recorded)),
      changes_(std::move(changes)),
      then_(std::move(then)),
      paces_(workers) {
  sort_by_step(changes_.stalls);
  sort_by_step(changes_.slowdowns);
}

Choice ChangedSchedule::choose(Situation situation) {
  const ObliviousView view(situation);
  if (!continued_at_.has_value()) {
    if (const auto worker = next_recorded(view.runnable())) return taken(*worker);
    continued_at_ = view.step();
  }
  return go_on(situation, view);
}

std::optional<std::uint32_t> ChangedSchedule::next_recorded(const RunnableSet& runnable) {
  for (;;) {
    if (at_ == recorded_.stretch().size()) {
      at_ = 0;
      if (recorded_.next_stretch().empty()) return std::nullopt;
    }
    begin_changes(position_);
    const bool changed = stalls_begun_ + slowdowns_begun_ > 0;
    if (changed && then_.at_first_change) return std::nullopt;
    const std::uint32_t worker = recorded_.stretch()[at_++];
    ++position_;
    if (!changed) return worker;
    release_if_all_are_held(runnable);
    if (runnable.contains(worker) && may_move(worker) && takes_turn(worker)) return worker;
  }
}

Choice ChangedSchedule::go_on(Situation situation, const ObliviousView& view) {
  begin_changes(view.step());
  release_if_all_are_held(view.runnable());
  Choice choice = then_.adversary->choose(situation);
  if (choice.worker >= paces_.size() || !view.runnable().contains(choice.worker)) return choice;
  if (held_.empty() && slowdowns_begun_ == 0) {
    choice.steps = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(choice.steps, next_change() - view.step()));
    return choice;
  }
  if (may_move(choice.worker) && takes_turn(choice.worker)) return taken(choice.worker);
  return taken(instead_of(choice.worker, view.runnable()));
}

/// The next in turn of the others who takes the step; where nobody does, who could.
std::uint32_t ChangedSchedule::instead_of(std::uint32_t chosen, const RunnableSet& runnable) {
  std::uint32_t able = chosen;
  for (std::uint32_t k = 0; k < runnable.size(); ++k) {
    const std::uint32_t worker = runnable.first_from(turn_);
    turn_ = worker + 1;
    if (worker == chosen || !may_move(worker)) continue;
    if (takes_turn(worker)) return worker;
    if (!may_move(able)) able = worker;
  }
  return able;
}

/// A step that is chosen is taken.
Choice ChangedSchedule::taken(std::uint32_t worker) {
  for (Held& held : held_) {
    if (held.worker != worker) --held.steps;
  }
  std::erase_if(held_, [](const Held& held) { return held.steps == 0; });
  return {worker};
}

void ChangedSchedule::begin_changes(std::uint64_t step) {
  for (; stalls_begun_ < changes_.stalls.size(); ++stalls_begun_) {
    const Stall& stall = changes_.stalls[stalls_begun_];
    if (stall.step > step) break;
    if (stall.steps == 0) continue;
    const auto held = std::find_if(held_.begin(), held_.end(),
                                   [&](const Held& h) { return h.worker == stall.worker; });
    if (held == held_.end()) {
      held_.push_back({stall.worker, stall.steps});
    } else {
      held->steps = std::max(held->steps, stall.steps);
    }
  }
  for (; slowdowns_begun_ < changes_.slowdowns.size(); ++slowdowns_begun_) {
    const Slowdown& slowdown = changes_.slowdowns[slowdowns_begun_];
    if (slowdown.step > step) break;
    paces_[slowdown.worker] = {slowdown.factor, 0};
  }
}

std::uint64_t ChangedSchedule::next_change() const {
  std::uint64_t step = std::numeric_limits<std::uint64_t>::max();
  if (stalls_begun_ < changes_.stalls.size()) step = changes_.stalls[stalls_begun_].step;
  if (slowdowns_begun_ < changes_.slowdowns.size()) {
    step = std::min(step, changes_.slowdowns[slowdowns_begun_].step);
  }
  return step;
}

bool ChangedSchedule::may_move(std::uint32_t worker) const {
  return std::none_of(held_.begin(), held_.end(),
                      [&](const Held& held) { return held.worker == worker; });
}

bool ChangedSchedule::takes_turn(std::uint32_t worker) {
  Pace& pace = paces_[worker];
  if (++pace.passed < pace.factor) return false;
  pace.passed = 0;
  return true;
}

void ChangedSchedule::release_if_all_are_held(const RunnableSet& runnable) {
  if (held_.empty()) return;
  const auto held = std::count_if(held_.begin(), held_.end(),
                                  [&](const Held& h) { return runnable.contains(h.worker); });
  if (static_cast<std::uint32_t>(held) == runnable.size()) held_.clear();
}

}  // namespace hogtie
