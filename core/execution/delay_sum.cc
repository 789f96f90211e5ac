#include "core/execution/delay_sum.h"

#include <algorithm>
#include <cstddef>

namespace hogtie {

DelaySum::Place& DelaySum::place(std::uint64_t position) {
  const auto at = static_cast<std::size_t>(position - begin_);
  if (at >= places_.size()) places_.resize(at + 1);
  return places_[at];
}

void DelaySum::add(std::uint64_t position, std::uint64_t delay) {
  if (delay == 0) return;
  place(position).change -= 1;
  place(position - delay).change += 1;
}

void DelaySum::close(std::uint64_t position) {
  place(position).closed = true;
  while (!places_.empty() && places_.front().closed) {
    sum_ += places_.front().change;
    maximum_ = std::max(maximum_, static_cast<std::uint64_t>(sum_));
    places_.pop_front();
    ++begin_;
  }
}

}  // namespace hogtie
