#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hogtie {

/// The largest delay sum of an execution in one order of its iterations (statement 6, Lemma 6.4 of
/// Alistarh, De Sa and Konstantinov 2018): the maximum over t of Σ_{m>=1} 1{delay(t + m) >= m},
/// the number of iterations after t whose view misses t or an iteration before it.
///
/// An iteration at p with delay τ counts for t = p - τ, ..., p - 1. Positions come in any order.
/// Memory: the positions from the first that is not closed.
class DelaySum {
 public:
  /// The iteration at `position` has this delay. Requires that position - delay is not closed.
  void add(std::uint64_t position, std::uint64_t delay) {
    if (delay == 0) return;
    place(position).change -= 1;
    place(position - delay).change += 1;
  }

  /// No delay added from now on, at any position, reaches back to `position`.
  void close(std::uint64_t position) {
    place(position).closed = true;
    if (position == begin_) advance();
  }

  /// Over the t up to the first that is not closed.
  std::uint64_t maximum() const { return maximum_; }

  /// The first t of that sum.
  std::uint64_t maximum_at() const { return maximum_at_; }

  /// The first position that is not closed.
  std::uint64_t first_open() const { return begin_; }

  /// What is kept of a position.
  static constexpr std::size_t place_bytes() { return sizeof(Place); }

 private:
  struct Place {
    std::int64_t change = 0;  // of the sum, from the position before
    bool closed = false;
  };

  Place& place(std::uint64_t position) {
    const std::size_t at = head_ + static_cast<std::size_t>(position - begin_);
    if (at >= places_.size()) places_.resize(at + 1);
    return places_[at];
  }
  void advance();

  std::vector<Place> places_;
  std::size_t head_ = 0;     // of the places, those before are done with
  std::uint64_t begin_ = 0;  // the position at head_; the next positions follow
  std::int64_t sum_ = 0;     // at begin_ - 1
  std::uint64_t maximum_ = 0;
  std::uint64_t maximum_at_ = 0;
};

}  // namespace hogtie
