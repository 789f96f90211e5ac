#pragma once

#include <cstdint>

namespace hogtie {

/// Counts the iterations that overlap others in time: the contention of an iteration is the number
/// of those in progress at its begin and of those that begin during it (Alistarh, De Sa and
/// Konstantinov 2018).
class Overlaps {
 public:
  /// The begin of an iteration.
  struct Begin {
    std::uint64_t position;     ///< Iterations that began before.
    std::uint64_t in_progress;  ///< Iterations among these that were not over.
  };

  Begin begin() { return {begun_++, active_++}; }

  /// How many have begun since.
  std::uint64_t begun_since(const Begin& begin) const { return begun_ - begin.position - 1; }

  /// An iteration is over. Returns its contention.
  std::uint64_t end(const Begin& begin) {
    --active_;
    return begin.in_progress + begun_since(begin);
  }

  std::uint64_t begun() const { return begun_; }

 private:
  std::uint64_t begun_ = 0;
  std::uint64_t active_ = 0;
};

}  // namespace hogtie
