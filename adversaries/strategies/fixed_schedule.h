#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "adversaries/interface/adversary.h"

namespace hogtie {

/// A given schedule, in runs of steps of one worker each, which is repeated when it is over: one
/// chosen by hand, or the worst one that a search has found. Its k-th step is for the k-th step of
/// the run, whoever took those between. Runs of workers that are not runnable any more are passed
/// over; where it names none that is, the others take turns of one step.
class FixedSchedule final : public Oblivious<FixedSchedule> {
 public:
  struct Run {
    std::uint32_t worker;
    std::uint32_t steps;  ///< >= 1.
  };

  /// Requires at least one run.
  explicit FixedSchedule(std::vector<Run> runs) : runs_(std::move(runs)) {}

  Choice next(ObliviousView view);

 private:
  void begin_run(std::uint64_t step);

  std::vector<Run> runs_;
  std::size_t run_ = 0;
  bool begun_ = false;
  std::uint64_t end_ = 0;  // step that the run ends before
  std::uint32_t turn_ = 0;
};

}  // namespace hogtie
