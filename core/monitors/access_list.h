#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hogtie {

/// An operation of an iteration on a coordinate of the model.
struct Access {
  std::uint64_t step;
  std::uint32_t target;  ///< The coordinate.

  friend bool operator==(const Access&, const Access&) = default;
};

/// Operations of an iteration on coordinates of the model.
class AccessList {
 public:
  bool empty() const { return targets_.empty(); }
  std::size_t size() const { return targets_.size(); }
  Access operator[](std::size_t k) const { return {steps_[k], targets_[k]}; }
  std::span<const std::uint32_t> targets() const { return targets_; }
  std::span<const std::uint64_t> steps() const { return steps_; }

  /// Whether the coordinates are one after the other. Requires that they ascend, and any.
  bool is_contiguous() const { return targets_.back() - targets_.front() + 1 == targets_.size(); }

  void clear() {
    targets_.clear();
    steps_.clear();
    ascends_ = true;
  }
  void add(const Access& access) {
    ascends_ = ascends_ && (targets_.empty() || targets_.back() < access.target);
    targets_.push_back(access.target);
    steps_.push_back(access.step);
  }
  /// Accesses to ascending coordinates, one step each.
  void add(std::span<const std::uint32_t> targets, const std::uint64_t* steps) {
    if (targets.empty()) return;
    ascends_ = ascends_ && (targets_.empty() || targets_.back() < targets.front());
    targets_.insert(targets_.end(), targets.begin(), targets.end());
    steps_.insert(steps_.end(), steps, steps + targets.size());
  }

  /// Sorts by coordinate and keeps one access of each: the first or the last.
  void keep_first() {
    if (!ascends_) sort(true);
  }
  void keep_last() {
    if (!ascends_) sort(false);
  }

  friend bool operator==(const AccessList& list, const std::vector<Access>& accesses) {
    if (list.size() != accesses.size()) return false;
    for (std::size_t k = 0; k < accesses.size(); ++k) {
      if (list[k] != accesses[k]) return false;
    }
    return true;
  }

 private:
  void sort(bool first_stays);

  std::vector<std::uint32_t> targets_;
  std::vector<std::uint64_t> steps_;
  bool ascends_ = true;
};

}  // namespace hogtie
