#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/monitors/iteration_record.h"

namespace hogtie {

/// The updates of one register: the least position, in one order of the iterations, among those
/// after a step. Kept are the updates with none after them at a smaller position, so that steps and
/// positions both ascend.
class LeastAfter {
 public:
  /// An update at `step`, by the iteration at `position`. Quick where few updates after it are
  /// there already.
  void add(std::uint64_t step, std::uint64_t position) {
    std::size_t at = updates_.size();
    while (at > begin_ && updates_[at - 1].step > step) --at;
    if (at < updates_.size() && updates_[at].position <= position) return;
    std::size_t from = at;
    while (from > begin_ && updates_[from - 1].position >= position) --from;
    if (at == updates_.size()) {
      updates_.resize(from);
      updates_.push_back({step, position});
    } else {
      replace(from, at, {step, position});
    }
  }

  /// No step before `step` is asked for any more.
  void forget_before(std::uint64_t step) {
    while (begin_ < updates_.size() && updates_[begin_].step < step) ++begin_;
    if (begin_ >= kFew && 2 * begin_ >= updates_.size()) compact();
  }

  /// The least position of the updates after `step`, or `bound` where none is below that.
  std::uint64_t operator()(std::uint64_t step, std::uint64_t bound = kNoStep) const {
    std::size_t at = begin_;
    if (updates_.size() - begin_ > kFew) at = first_after(step);
    for (; at < updates_.size() && updates_[at].position < bound; ++at) {
      if (updates_[at].step > step) return updates_[at].position;
    }
    return bound;
  }

 private:
  struct Update {
    std::uint64_t step = 0;
    std::uint64_t position = 0;
  };

  /// Updates that are looked through one by one.
  static constexpr std::size_t kFew = 16;

  void replace(std::size_t begin, std::size_t end, const Update& update);
  void compact();
  std::size_t first_after(std::uint64_t step) const;

  std::vector<Update> updates_;
  std::size_t begin_ = 0;  // what lies before is forgotten
};

/// The updates of all registers, in the three orders of iterations.
class UpdateHistory {
 public:
  ByOrder<LeastAfter>& of(std::uint32_t target) {
    if (target >= places_.size() || places_[target] == 0) add(target);
    return histories_[places_[target] - 1];
  }

  /// None where the register was never updated.
  ByOrder<LeastAfter>* find(std::uint32_t target) {
    if (target >= places_.size() || places_[target] == 0) return nullptr;
    return &histories_[places_[target] - 1];
  }

 private:
  void add(std::uint32_t target);

  std::vector<std::uint32_t> places_;  // by register: 1 + its place in histories_, or 0
  std::vector<ByOrder<LeastAfter>> histories_;
};

}  // namespace hogtie
