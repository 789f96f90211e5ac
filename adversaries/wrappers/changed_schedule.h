#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "adversaries/interface/adversary.h"
#include "adversaries/knowledge/recorded_schedule.h"
#include "adversaries/wrappers/schedule_changes.h"

namespace hogtie {

/// A recorded schedule with changes. Up to the first of them it is followed exactly. After that its
/// entries are opportunities, as time is to threads: one of a worker that has ended or is held back
/// passes, and is not made up for; of a slow worker the first factor - 1 pass and the next is
/// taken, again and again. When the schedule is over, another adversary goes on to the end, under
/// the same rules. Where it chooses a worker that is held back, or a slow one whose step passes,
/// the step goes to the next in turn of the others: adversaries take it that a worker that they are
/// not shown has ended, so that nobody is hidden from them.
///
/// A worker that is held back anew is until the later of the two ends. Who alone is left to move
/// moves: stalls end once all that can be scheduled are held back.
class ChangedSchedule final : public Adversary {
 public:
  /// Who goes on, and when.
  struct Continuation {
    ClonePtr<Adversary> adversary;
    /// From the first change on, not when the schedule is over. Steps of later changes are then
    /// those of the run.
    bool at_first_change = false;
  };

  /// The schedule begins with step 0. Requires workers of changes below `workers`.
  ChangedSchedule(std::unique_ptr<ScheduleSource> recorded, ScheduleChanges changes,
                  std::uint32_t workers, Continuation then);

  std::unique_ptr<Adversary> clone() const final { return clone_by_copy(*this); }
  Choice choose(Situation situation) final;

  /// The step from which on the other adversary schedules; none where it does not.
  std::optional<std::uint64_t> continued_at() const { return continued_at_; }

 private:
  struct Held {
    std::uint32_t worker;
    std::uint64_t steps;  // of others, left; > 0
  };
  struct Pace {
    std::uint64_t factor = 1;
    std::uint64_t passed = 0;  // opportunities since the last that was taken
  };

  void begin_changes(std::uint64_t step);
  bool may_move(std::uint32_t worker) const;
  bool takes_turn(std::uint32_t worker);
  void release_if_all_are_held(const RunnableSet& runnable);
  std::optional<std::uint32_t> next_recorded(const RunnableSet& runnable);
  std::uint32_t instead_of(std::uint32_t chosen, const RunnableSet& runnable);
  Choice go_on(Situation situation, const ObliviousView& view);
  Choice taken(std::uint32_t worker);
  std::uint64_t next_change() const;

  RecordedSchedule recorded_;
  ScheduleChanges changes_;  // by step
  Continuation then_;
  std::size_t stalls_begun_ = 0;
  std::size_t slowdowns_begun_ = 0;
  std::size_t at_ = 0;          // in its stretch
  std::uint64_t position_ = 0;  // in the recorded schedule
  std::optional<std::uint64_t> continued_at_;
  std::vector<Held> held_;
  std::vector<Pace> paces_;  // by worker
  std::uint32_t turn_ = 0;   // of those who go instead of others
};

}  // namespace hogtie
