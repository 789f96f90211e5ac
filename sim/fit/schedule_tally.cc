#include "sim/fit/schedule_tally.h"

#include <algorithm>
#include <utility>

namespace hogtie {

ScheduleTally::ScheduleTally(std::uint32_t workers, std::uint32_t processors)
    : processors_(processors), is_running_(workers), left_(workers), slice_(workers) {}

void ScheduleTally::begin_run(std::uint32_t worker, const RunnableSet& runnable) {
  if (worker_) {
    runs_.add(steps_ - begin_);
    left_[*worker_] = steps_;
    slice_[*worker_] += steps_ - begin_;
  }
  worker_ = worker;
  begin_ = steps_;
  const std::uint64_t left =
      is_running_[worker] ? left_[worker] : left_[take_place(worker, runnable)];
  if (steps_ > left) stalls_.add(steps_ - left);
}

/// Puts the worker on a processor. Returns whom it follows there: itself, if nobody.
std::uint32_t ScheduleTally::take_place(std::uint32_t worker, const RunnableSet& runnable) {
  is_running_[worker] = true;
  if (running_.size() < processors_) {
    running_.push_back(worker);
    return worker;
  }
  // One that has ended is gone before any that is taken off.
  const auto off = std::min_element(running_.begin(), running_.end(),
                                    [&](std::uint32_t one, std::uint32_t other) {
                                      return std::pair(runnable.contains(one), left_[one]) <
                                             std::pair(runnable.contains(other), left_[other]);
                                    });
  if (runnable.contains(*off)) slices_.add(slice_[*off]);
  slice_[*off] = 0;
  is_running_[*off] = false;
  return std::exchange(*off, worker);
}

}  // namespace hogtie
