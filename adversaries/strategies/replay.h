#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <utility>

#include "adversaries/interface/adversary.h"
#include "adversaries/knowledge/recorded_schedule.h"

namespace hogtie {

/// Follows a recorded schedule to its end; then nobody is scheduled any more. The schedule begins
/// with the step that it is asked first for, and its k-th entry is for the k-th step from there,
/// whoever took those between.
class Replay final : public Oblivious<Replay> {
 public:
  explicit Replay(std::unique_ptr<ScheduleSource> source) : schedule_(std::move(source)) {}

  Choice next(ObliviousView view) {
    if (view.step() - begin_ >= schedule_.stretch().size()) [[unlikely]] {
      if (!refill(view.step())) return Choice::halt();
    }
    const std::span<const std::uint32_t> stretch = schedule_.stretch();
    const std::size_t at = view.step() - begin_;
    // Runs pay from a few steps on; shorter ones would cost a misprediction each.
    if (at + 4 <= stretch.size()) [[likely]] {
      std::array<std::uint64_t, 2> pairs;
      std::memcpy(pairs.data(), stretch.data() + at, sizeof pairs);
      if (pairs[0] == pairs[1] && pairs[0] == std::rotl(pairs[0], 32)) [[unlikely]] {
        return run(at);
      }
    }
    return {stretch[at]};
  }

 private:
  /// Gets the part of the schedule that has this step. False where there is none.
  bool refill(std::uint64_t step) {
    if (!begun_) begin_ = step;
    begun_ = true;
    while (step - begin_ >= schedule_.stretch().size()) {
      begin_ += schedule_.stretch().size();
      run_end_ = 0;
      if (schedule_.next_stretch().empty()) return false;
    }
    return true;
  }

  /// The rest of the run of steps of one worker; asked for again where a wrapper cut it short.
  Choice run(std::size_t at) {
    const std::span<const std::uint32_t> stretch = schedule_.stretch();
    if (run_end_ <= at) {
      run_end_ = at;
      while (run_end_ < stretch.size() && stretch[run_end_] == stretch[at]) ++run_end_;
    }
    return {stretch[at], static_cast<std::uint32_t>(run_end_ - at)};
  }

  RecordedSchedule schedule_;
  std::uint64_t begin_ = 0;  // step that its stretch begins with
  std::size_t run_end_ = 0;  // of the last run looked for, in the stretch
  bool begun_ = false;
};

}  // namespace hogtie
