#include "sim/studies/what_if/what_if.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::error_of;
using testing::experiment_of;
using testing::record;
using testing::replay;
using testing::schedule_of;

class WhatIf : public testing::InDirectory {
 protected:
  WhatIfRequest request_of(const ScheduleChanges& changes) const {
    WhatIfRequest request;
    request.trace = path("t");
    request.changes = changes;
    request.record = path("changed");
    return request;
  }
  WhatIfReport run(const ScheduleChanges& changes) const {
    return what_if(request_of(changes), {});
  }
};

ScheduleChanges stall(std::uint32_t worker, std::uint64_t step, std::uint64_t steps) {
  return {{{worker, step, steps}}, {}};
}

// Two workers in turn, f(x) = x^2/2 from 1, step size 1/2, two iterations:
//   step   0  1  2  3  4    5    6  7
//   worker 0  1  0  1  0    1    0  1
//   does   C  C  r  r  u    u    C  C
// Both read 1 and add -1/2: 0 is left.
const std::vector<std::string> kTurns{"workers=2", "adversary.name=round_robin",
                                      "objective.dimension=1", "algorithm.step_size=0.5",
                                      "algorithm.iterations=2"};

TEST_F(WhatIf, AStallByHand) {
  record(experiment_of(kTurns), path("t"));
  // Worker 0 waits at its read until worker 1 has read, updated and ended, at 1/2, of which it adds
  // -1/4.
  const WhatIfReport report = run(stall(0, 2, 3));
  EXPECT_EQ(schedule_of(path("changed")), (std::vector<std::uint32_t>{0, 1, 1, 1, 1, 0, 0, 0}));
  const proto::Metrics& before = report.recorded.run.metrics;
  const proto::Metrics& after = report.changed.run.metrics;
  EXPECT_EQ(before.final_distance(), 0);
  EXPECT_EQ(after.final_distance(), 0.25);
  EXPECT_EQ(after.final_loss(), 0.03125);
  EXPECT_EQ(before.steps(), 8u);
  EXPECT_EQ(after.steps(), 8u);
  EXPECT_TRUE(before.has_hitting_time());
  EXPECT_FALSE(after.has_hitting_time());
  EXPECT_EQ(report.changed.contention.maximum(), 1u);
  EXPECT_EQ(report.changed.contention.count(), 2u);
  EXPECT_EQ(report.continued_at, 5u);
  EXPECT_FALSE(replay(path("changed")).diverged);
}

TEST_F(WhatIf, NothingChangesWithoutAChange) {
  const std::vector<std::vector<std::string>> kRuns{
      {"workers=5", "objective.noise=0.1"},
      {"workers=3", "algorithm.name=full_sgd", "algorithm.epochs=3", "algorithm.iterations=100"},
      {"workers=3", "limits.steps=1000"},
      {"workers=4", "adversary.crashes={worker: 2 step: 500}"},
      {"workers=2", "machine=threads", "algorithm.iterations=5000"}};
  for (const std::vector<std::string>& settings : kRuns) {
    record(experiment_of(settings), path("t"));
    const WhatIfReport report = run({{{1, 100, 0}}, {{0, 7, 1}}});
    EXPECT_EQ(report.changed.run.metrics.SerializeAsString(),
              report.recorded.run.metrics.SerializeAsString())
        << settings[1];
    EXPECT_EQ(report.changed.run.ending.verdict, report.recorded.run.ending.verdict) << settings[1];
    EXPECT_EQ(schedule_of(path("changed")), schedule_of(path("t"))) << settings[1];
    EXPECT_FALSE(report.diverged);
  }
}

TEST_F(WhatIf, ChangesARunOfThreads) {
  record(experiment_of(
             {"workers=2", "machine=threads", "algorithm.iterations=5000", "objective.noise=0.1"}),
         path("t"));
  const std::vector<std::uint32_t> recorded = schedule_of(path("t"));
  const WhatIfReport report = run({{{0, 1000, 20000}}, {}});
  const std::vector<std::uint32_t> changed = schedule_of(path("changed"));
  EXPECT_TRUE(std::equal(recorded.begin(), recorded.begin() + 1000, changed.begin()));
  EXPECT_EQ(std::count(changed.begin() + 1000, changed.begin() + 21000, 0u), 0);
  EXPECT_EQ(report.changed.run.ending.verdict, proto::COMPLETED);
  EXPECT_EQ(report.changed.run.metrics.iterations(), 5000u);
  EXPECT_EQ(report.changed.run.metrics.tau_max(), report.changed.contention.maximum());
  const ReplayReport again = replay(path("changed"));
  EXPECT_FALSE(again.diverged) << again.run.ending.detail;
  EXPECT_EQ(again.run.metrics.SerializeAsString(), report.changed.run.metrics.SerializeAsString());
}

TEST_F(WhatIf, GoesOnUnderAnotherAdversary) {
  record(experiment_of(kTurns), path("t"));
  WhatIfRequest request = request_of(stall(0, 3, 0));
  request.then = experiment_of({"adversary.name=sequential"}).adversary();
  const WhatIfReport report = what_if(request, {});
  // 0 1 0 as recorded, then worker 0 to its end: an update, C; then worker 1: read, update, C.
  EXPECT_EQ(schedule_of(path("changed")), (std::vector<std::uint32_t>{0, 1, 0, 0, 0, 1, 1, 1}));
  EXPECT_EQ(report.continued_at, 3u);
  EXPECT_EQ(report.changed.run.experiment.adversary().name(), "sequential");
}

TEST_F(WhatIf, TheCrashedStayCrashed) {
  record(experiment_of({"workers=3", "adversary.name=round_robin", "algorithm.iterations=100",
                        "adversary.crashes={worker: 2 step: 50}"}),
         path("t"));
  const WhatIfReport report = run(stall(0, 100, 300));
  EXPECT_EQ(report.changed.run.ending.verdict, proto::ALL_CRASHED_OR_BLOCKED);
  const std::vector<std::uint32_t> changed = schedule_of(path("changed"));
  EXPECT_EQ(std::count(changed.begin() + 50, changed.end(), 2u), 0);
}

TEST_F(WhatIf, SaysWhereTheReplayDiverges) {
  record(experiment_of(kTurns), path("first"));
  testing::claim(path("first"), path("t"), {"algorithm.step_size=0.25"});
  const WhatIfReport report = run(stall(0, 2, 3));
  EXPECT_TRUE(report.diverged);
  EXPECT_EQ(report.recorded.run.ending.verdict, proto::DIVERGED);
}

TEST_F(WhatIf, IsInterrupted) {
  record(experiment_of({"workers=2", "algorithm.iterations=10000"}), path("t"));
  const std::atomic<bool> interrupted{true};
  Watch watch;
  watch.interrupted = &interrupted;
  const WhatIfReport report = what_if(request_of(stall(0, 2, 3)), watch);
  EXPECT_EQ(report.recorded.run.ending.verdict, proto::STOPPED);
  EXPECT_FALSE(report.has_changed);
}

TEST_F(WhatIf, RejectsChangesOfWhatThereIsNot) {
  record(experiment_of(kTurns), path("t"));
  EXPECT_EQ(error_of([&] { run(stall(2, 0, 1)); }),
            path("t") + ": no worker 2 to change; there are 0 to 1");
  EXPECT_EQ(error_of([&] {
              run({{}, {{1, 8, 2}}});
            }),
            path("t") + ": no step 8 to begin a change at; it has 8 steps, from 0");
  put("t", "text");
  EXPECT_EQ(error_of([&] { run(stall(0, 0, 1)); }),
            path("t") + ": not a trace; give the path of a trace");
}

}  // namespace
}  // namespace hogtie
