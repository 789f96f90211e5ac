#include "adversaries/wrappers/crash.h"

#include <algorithm>
#include <utility>

namespace hogtie {

CrashWorkers::CrashWorkers(std::unique_ptr<Adversary> inner, std::vector<Crash> crashes)
    : Wrapper(std::move(inner)), crashes_(std::move(crashes)) {
  std::stable_sort(crashes_.begin(), crashes_.end(),
                   [](const Crash& a, const Crash& b) { return a.step < b.step; });
}

Choice CrashWorkers::next(PastView view, Inner inner) {
  if (!alive_.has_value()) {
    alive_ = view.runnable();
  } else if (!view.runnable().contains(view.last_worker())) {
    alive_->remove(view.last_worker());
  }
  while (crashed_ < crashes_.size() && crashes_[crashed_].step <= view.step()) {
    alive_->remove(crashes_[crashed_++].worker);
  }
  if (alive_->empty()) return Choice::halt();
  Choice choice = inner(*alive_);
  // A given schedule does not look at who can be scheduled.
  const bool runs = choice.worker < view.workers() && view.runnable().contains(choice.worker);
  if (runs && !alive_->contains(choice.worker)) {
    return {alive_->first_from(choice.worker)};
  }
  if (crashed_ < crashes_.size()) {
    const std::uint64_t until = crashes_[crashed_].step - view.step();
    choice.steps = static_cast<std::uint32_t>(std::min<std::uint64_t>(choice.steps, until));
  }
  return choice;
}

}  // namespace hogtie
