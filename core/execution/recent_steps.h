#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace hogtie {

/// Counts the steps of an execution, and remembers who took those of the block in progress: one
/// pointer that moves is counter, log and end of block in one.
class RecentSteps {
 public:
  /// Blocks of at most `block_steps`; `nobody` is what `last_worker` is before the first step.
  RecentSteps(std::uint32_t block_steps, std::uint32_t nobody)
      : block_(block_steps), next_(block_.data()), end_(block_.data()), last_before_(nobody) {}
  RecentSteps(const RecentSteps&) = delete;
  RecentSteps& operator=(const RecentSteps&) = delete;

  /// Steps taken so far: the number of the next step.
  std::uint64_t count() const { return begin_ + static_cast<std::uint64_t>(next_ - block_.data()); }

  /// The worker of the last step.
  std::uint32_t last_worker() const { return next_ == block_.data() ? last_before_ : next_[-1]; }

  /// The workers of the block's steps so far.
  std::span<const std::uint32_t> block() const {
    return {block_.data(), static_cast<std::size_t>(next_ - block_.data())};
  }

  /// Whether the block is full, so that no step may be taken before `begin_block`.
  bool full() const { return next_ >= end_; }
  /// Steps that may be taken before that. Requires a block that is not full.
  std::uint32_t room() const { return static_cast<std::uint32_t>(end_ - next_); }

  void take(std::uint32_t worker) { *next_++ = worker; }
  void take(std::uint32_t worker, std::uint32_t steps) {
    next_ = std::fill_n(next_, steps, worker);
  }
  void take_back() { --next_; }

  /// A place between two blocks.
  struct Mark {
    std::uint64_t count;
    std::uint32_t last_worker;
  };
  Mark mark() const { return {count(), last_worker()}; }

  /// Goes to the place, with a block that is empty and full.
  void go_to(const Mark& mark) {
    last_before_ = mark.last_worker;
    begin_ = mark.count;
    next_ = end_ = block_.data();
  }

  /// Forgets the steps of the block, which is empty and full from here on.
  void end_served_block() { go_to(mark()); }

  /// The block is full from here on. One step that is under way may still be taken.
  void end_block() { end_ = next_; }

  /// Starts a block that ends before step `end` at the latest.
  void begin_block(std::uint64_t end) {
    last_before_ = last_worker();
    begin_ = count();
    next_ = block_.data();
    end_ = next_ + std::min<std::uint64_t>(block_.size(), end - begin_);
  }

 private:
  std::vector<std::uint32_t> block_;
  std::uint32_t* next_;
  std::uint32_t* end_;
  std::uint64_t begin_ = 0;
  std::uint32_t last_before_;
};

}  // namespace hogtie
