#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include "adversaries/adversary.h"
#include "adversaries/schedule_source.h"

namespace hogtie {

/// Follows a recorded schedule to its end; then nobody is scheduled any more.
class Replay final : public Oblivious<Replay> {
 public:
  explicit Replay(std::unique_ptr<ScheduleSource> source) : source_(std::move(source)) {}

  Choice next(ObliviousView) {
    if (next_ == schedule_.size()) [[unlikely]] {
      schedule_ = source_->more();
      next_ = 0;
      if (schedule_.empty()) return Choice::halt();
    }
    const std::uint32_t worker = schedule_[next_];
    // Runs pay from a few steps on; shorter ones would cost a misprediction each.
    if (next_ + 4 <= schedule_.size() && schedule_[next_ + 1] == worker &&
        schedule_[next_ + 2] == worker && schedule_[next_ + 3] == worker) [[unlikely]] {
      return run(worker);
    }
    ++next_;
    return {worker};
  }

 private:
  Choice run(std::uint32_t worker) {
    std::uint32_t steps = 0;
    while (next_ < schedule_.size() && schedule_[next_] == worker) {
      ++next_;
      ++steps;
    }
    return {worker, steps};
  }

  std::unique_ptr<ScheduleSource> source_;
  std::span<const std::uint32_t> schedule_;
  std::size_t next_ = 0;
};

}  // namespace hogtie
