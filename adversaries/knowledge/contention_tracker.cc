#include "adversaries/knowledge/contention_tracker.h"

#include <algorithm>
#include <utility>

namespace hogtie {

void ContentionTracker::follow(const PastView& view) {
  if (!follows_) take_over(view);
  follows_ = true;
  const std::uint32_t worker = view.last_worker();
  if (worker >= workers_.size()) return;
  const bool inside = view.iteration(worker).has_value();
  if (active(worker) && !inside) end(worker);
  // An iteration may begin and end with one step: where the gradient has no support.
  const std::optional<std::uint64_t> last = view.last_iteration(worker);
  if (!last.has_value() || last == workers_[worker].last) return;
  workers_[worker].last = last;
  begin(worker);
  if (!inside) end(worker);
}

/// The iterations in progress, in the order in which they began.
void ContentionTracker::take_over(const PastView& view) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> in_progress;
  for (std::uint32_t worker = 0; worker < workers_.size(); ++worker) {
    workers_[worker].last = view.last_iteration(worker);
    if (const auto iteration = view.iteration(worker)) in_progress.emplace_back(*iteration, worker);
  }
  std::ranges::sort(in_progress);
  for (const auto& [iteration, worker] : in_progress) begin(worker);
}

void ContentionTracker::begin(std::uint32_t worker) {
  workers_[worker] = {workers_[worker].last, true, active_, ++begun_, youngest_, std::nullopt};
  (youngest_ ? workers_[*youngest_].younger : oldest_) = worker;
  youngest_ = worker;
  ++active_;
}

void ContentionTracker::end(std::uint32_t worker) {
  Worker& ended = workers_[worker];
  ended.active = false;
  (ended.older ? workers_[*ended.older].younger : oldest_) = ended.younger;
  (ended.younger ? workers_[*ended.younger].older : youngest_) = ended.older;
  --active_;
}

}  // namespace hogtie
