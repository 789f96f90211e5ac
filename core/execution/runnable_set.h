#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace hogtie {

/// The workers that may be scheduled: those that have not ended (nor crashed, in an adversary's own
/// copy). Uniform picks and cyclic scans without a pass over all workers.
class RunnableSet {
 public:
  /// All of 0, ..., workers - 1.
  explicit RunnableSet(std::uint32_t workers)
      : members_(workers), position_(workers), bits_((workers + 63) / 64) {
    std::iota(members_.begin(), members_.end(), 0u);
    std::iota(position_.begin(), position_.end(), 0u);
    for (std::uint32_t w = 0; w < workers; ++w) bits_[w / 64] |= std::uint64_t{1} << (w % 64);
  }

  std::uint32_t size() const { return static_cast<std::uint32_t>(members_.size()); }
  bool empty() const { return members_.empty(); }

  /// Requires worker < workers.
  bool contains(std::uint32_t worker) const { return (bits_[worker / 64] >> (worker % 64)) & 1; }

  /// The members in an order that depends on past removals alone. Requires index < size().
  std::uint32_t at(std::uint32_t index) const { return members_[index]; }

  /// The first member in the cyclic order worker, worker + 1, ...; `worker` may be one past the
  /// last. Requires a member.
  std::uint32_t first_from(std::uint32_t worker) const {
    if (worker >= position_.size()) worker = 0;
    if (contains(worker)) [[likely]] {
      return worker;
    }
    std::size_t word = worker / 64;
    std::uint64_t bits = bits_[word] & (~std::uint64_t{0} << (worker % 64));
    while (bits == 0) {
      word = word + 1 == bits_.size() ? 0 : word + 1;
      bits = bits_[word];
    }
    return static_cast<std::uint32_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
  }

  /// Memory that it takes beside itself.
  std::size_t bytes() const {
    return (members_.size() + position_.size()) * sizeof(std::uint32_t) +
           bits_.size() * sizeof(std::uint64_t);
  }

  /// Does nothing where it is no member.
  void remove(std::uint32_t worker) {
    if (!contains(worker)) return;
    bits_[worker / 64] &= ~(std::uint64_t{1} << (worker % 64));
    const std::uint32_t hole = position_[worker];
    const std::uint32_t last = members_.back();
    members_[hole] = last;
    position_[last] = hole;
    members_.pop_back();
  }

 private:
  std::vector<std::uint32_t> members_;
  std::vector<std::uint32_t> position_;  // of a member in members_
  std::vector<std::uint64_t> bits_;
};

}  // namespace hogtie
