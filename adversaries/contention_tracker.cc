#include "adversaries/contention_tracker.h"

namespace hogtie {

void ContentionTracker::follow(const PastView& view) {
  const std::uint32_t worker = view.last_worker();
  if (worker >= workers_.size()) return;
  const std::optional<std::uint64_t> iteration = view.iteration(worker);
  if (iteration == workers_[worker].iteration) return;
  if (active(worker)) end(worker);
  if (iteration.has_value()) begin(worker);
  workers_[worker].iteration = iteration;
}

void ContentionTracker::begin(std::uint32_t worker) {
  workers_[worker] = {std::nullopt, active_, ++begun_, youngest_, std::nullopt};
  (youngest_ ? workers_[*youngest_].younger : oldest_) = worker;
  youngest_ = worker;
  ++active_;
}

void ContentionTracker::end(std::uint32_t worker) {
  const Worker& ended = workers_[worker];
  (ended.older ? workers_[*ended.older].younger : oldest_) = ended.younger;
  (ended.younger ? workers_[*ended.younger].older : youngest_) = ended.older;
  --active_;
}

}  // namespace hogtie
