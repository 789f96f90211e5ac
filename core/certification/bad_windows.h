#pragma once

#include <cstdint>
#include <deque>
#include <vector>

namespace hogtie {

/// The most bad iterations in any window of an execution (statement 5; see
/// core/theory/bad_iterations.h), while the iterations pass by in one order, for windows of K n
/// with K = 1, 2, 4, ...
///
/// Memory: n - 1 positions for each such K up to the longest iteration, where the statement holds.
class BadWindows {
 public:
  explicit BadWindows(std::uint64_t workers) : workers_(workers) {}

  /// The iteration at the next position of the order. So many others begin (in the order by start)
  /// or end (by end) during it.
  void add(std::uint64_t during);

  struct Worst {
    std::uint64_t bad = 0;     ///< Bad iterations,
    std::uint64_t window = 0;  ///< in a window of so many,
    std::uint64_t at = 0;      ///< which ends at this position.
  };

  /// The window with the most, of those the smallest, the first.
  const Worst& worst() const { return worst_; }

 private:
  std::uint64_t workers_;
  std::uint64_t position_ = 0;
  std::vector<std::deque<std::uint64_t>> bad_;  // by log2 K: positions within the last K n
  Worst worst_;
};

}  // namespace hogtie
