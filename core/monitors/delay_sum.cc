#include "core/monitors/delay_sum.h"

namespace hogtie {

/// Past all that are closed.
void DelaySum::advance() {
  while (head_ < places_.size() && places_[head_].closed) {
    sum_ += places_[head_].change;
    if (static_cast<std::uint64_t>(sum_) > maximum_) {
      maximum_ = static_cast<std::uint64_t>(sum_);
      maximum_at_ = begin_;
    }
    ++head_;
    ++begin_;
  }
  // What is moved is no more than what is done with: amortised in constant time.
  constexpr std::size_t kFew = 64;
  if (head_ < kFew || 2 * head_ < places_.size()) return;
  places_.erase(places_.begin(), places_.begin() + static_cast<std::ptrdiff_t>(head_));
  head_ = 0;
}

}  // namespace hogtie
