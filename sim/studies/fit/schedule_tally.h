#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "core/execution/step_reader.h"
#include "core/statistics/count_distribution.h"

namespace hogtie {

/// The runs, stalls and slices of a schedule, counted while it goes by, in memory that does not
/// grow with it: a run is the steps that a worker takes in a row, a stall those that others take
/// between two of its runs, or before its first: a thread that is late is stalled.
///
/// If workers outnumber processors, a schedule does not say which are on one. A worker that begins
/// a run is taken to have been on one all the time if fewer others than there are processors have
/// taken steps since its last run; else it takes the place of a worker there: of one that has
/// ended, else of that which has not taken a step for longest. The slice of the latter, the steps
/// that it took since it came, is over then. The stall is counted for the place: from the last step
/// of the one to the first of the other.
///
/// Where one is off its processor for long, another makes a long run meanwhile. To fit both would
/// be to have the same twice, so that there are pauses: a pause is a stall without the longest run
/// in it, at least one step.
///
/// The last run of the schedule is not counted, since it may have been cut short, nor are the
/// slices of workers that ended in them or whose schedule did, nor what others do after a worker's
/// last run.
class ScheduleTally final : public StepReader {
 public:
  /// Steps are those of workers 0, ..., workers - 1, on so many processors, at least one.
  ScheduleTally(std::uint32_t workers, std::uint32_t processors);

  /// The next step is one of this worker; runnable are those that had not ended before it.
  void add(std::uint32_t worker, const RunnableSet& runnable) {
    if (worker != worker_) begin_run(worker, runnable);
    ++steps_;
  }

  void step(const Execution& execution, const Step& step) override {
    add(step.worker, execution.runnable);
  }

  const CountDistribution& runs() const { return runs_; }
  const CountDistribution& stalls() const { return stalls_; }
  const CountDistribution& pauses() const { return pauses_; }
  const CountDistribution& slices() const { return slices_; }

 private:
  /// On a processor.
  struct Place {
    std::optional<std::uint32_t> worker;
    std::uint64_t left = 0;     ///< Steps when the last run here ended.
    std::uint64_t longest = 0;  ///< Run elsewhere since then.
    std::uint64_t slice = 0;    ///< Steps of the worker here, up to then.
  };
  static constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

  void begin_run(std::uint32_t worker, const RunnableSet& runnable);
  void end_run(std::uint32_t worker);
  void take_place(std::uint32_t worker, const RunnableSet& runnable);

  std::vector<Place> places_;
  std::vector<std::uint32_t> place_;  // by worker
  std::optional<std::uint32_t> worker_;
  std::uint64_t steps_ = 0;
  std::uint64_t begin_ = 0;  // steps when the run began
  CountDistribution runs_;
  CountDistribution stalls_;
  CountDistribution pauses_;
  CountDistribution slices_;
};

}  // namespace hogtie
