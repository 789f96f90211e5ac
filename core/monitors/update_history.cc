#include "core/monitors/update_history.h"

#include <algorithm>
#include <iterator>

namespace hogtie {

/// Puts the update in the place of those in [begin, end).
void LeastAfter::replace(std::size_t begin, std::size_t end, const Update& update) {
  const auto at = updates_.begin() + static_cast<std::ptrdiff_t>(begin);
  if (begin == end) {
    updates_.insert(at, update);
    return;
  }
  *at = update;
  updates_.erase(std::next(at), updates_.begin() + static_cast<std::ptrdiff_t>(end));
}

/// Amortised in constant time: what is moved is no more than what was forgotten.
void LeastAfter::compact() {
  updates_.erase(updates_.begin(), updates_.begin() + static_cast<std::ptrdiff_t>(begin_));
  begin_ = 0;
}

std::size_t LeastAfter::first_after(std::uint64_t step) const {
  const auto begin = updates_.begin() + static_cast<std::ptrdiff_t>(begin_);
  const auto found = std::ranges::upper_bound(begin, updates_.end(), step, {}, &Update::step);
  return static_cast<std::size_t>(found - updates_.begin());
}

void UpdateHistory::add(std::uint32_t target) {
  if (target >= places_.size()) places_.resize(target + 1);
  histories_.emplace_back();
  places_[target] = static_cast<std::uint32_t>(histories_.size());
}

}  // namespace hogtie
