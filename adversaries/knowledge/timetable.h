#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "core/execution/runnable_set.h"

namespace hogtie {

/// Which worker is due next, for schedules that come from random times. Of workers that are due at
/// the same time the one of the smallest number comes first.
template <class Time>
class Timetable {
 public:
  void add(Time time, std::uint32_t worker) { due_.emplace(time, worker); }

  /// Takes out the worker that is due first. Requires that there is one.
  std::pair<Time, std::uint32_t> take() {
    const std::pair<Time, std::uint32_t> first = due_.top();
    due_.pop();
    return first;
  }

  /// Takes out the runnable worker that is due first, and forgets those before it, which are not
  /// runnable any more. Requires that every runnable worker has been added.
  std::pair<Time, std::uint32_t> take(const RunnableSet& runnable) {
    for (;;) {
      const std::pair<Time, std::uint32_t> first = take();
      if (runnable.contains(first.second)) return first;
    }
  }

 private:
  using Entry = std::pair<Time, std::uint32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> due_;
};

}  // namespace hogtie
