#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/execution/observer.h"
#include "core/statistics/count_distribution.h"

namespace hogtie {

/// The runs and stalls of a schedule, counted while it goes by, in memory that does not grow with
/// it: a run is the steps that a worker takes in a row, a stall those that others take between two
/// of its runs, or before its first: a thread that is late is stalled. The last run of the schedule
/// is not counted, since it may have been cut short, nor is what others do after a worker's last
/// one.
class ScheduleTally final : public Observer {
 public:
  /// Steps are those of workers 0, ..., workers - 1.
  explicit ScheduleTally(std::uint32_t workers) : left_(workers) {}

  /// The next step is one of this worker.
  void add(std::uint32_t worker) {
    if (worker != worker_) begin_run(worker);
    ++steps_;
  }

  void step(const Execution&, const Step& step) override { add(step.worker); }

  const CountDistribution& runs() const { return runs_; }
  const CountDistribution& stalls() const { return stalls_; }

 private:
  void begin_run(std::uint32_t worker);

  std::vector<std::uint64_t> left_;  // by worker: steps when its last run ended
  std::optional<std::uint32_t> worker_;
  std::uint64_t steps_ = 0;
  std::uint64_t begin_ = 0;  // steps when the run began
  CountDistribution runs_;
  CountDistribution stalls_;
};

}  // namespace hogtie
