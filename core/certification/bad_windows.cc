#include "core/certification/bad_windows.h"

#include <cstddef>

namespace hogtie {

void BadWindows::add(std::uint64_t during) {
  std::uint64_t window = workers_;
  for (std::size_t level = 0; window <= during; ++level, window *= 2) {
    if (level == bad_.size()) bad_.emplace_back();
    std::deque<std::uint64_t>& bad = bad_[level];
    bad.push_back(position_);
    while (bad.front() + window <= position_) bad.pop_front();
    if (bad.size() > worst_.bad) worst_ = {bad.size(), window, position_};
    if (window > during / 2) break;
  }
  ++position_;
}

}  // namespace hogtie
