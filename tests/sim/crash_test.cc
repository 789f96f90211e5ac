#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::record;
using testing::replay;

// Three workers in turn on one coordinate, of which worker 2 crashes having begun iteration 2:
//
//   step    0  1  2  3  4  5  6  7  8  9  10 ...
//   worker  0  1  2  0  1  0  1  0  1  0  1  ...
//   does    C  C  C  r  r  u  u  C  C  r  r  ...
//
// Iterations 0, 1 and 2 overlap each other; from 3 on worker 0 and worker 1 run one each, in step,
// and those two overlap. Of T = 100, worker 1 finds nothing left to run beside iteration 99. So the
// 99 iterations that end have contentions 2, 2, then 96 times 1, then 0.
const std::vector<std::string> kCrash{"workers=3", "adversary.name=round_robin",
                                      "objective.dimension=1", "algorithm.iterations=100",
                                      "adversary.crashes={worker: 2 step: 5}"};

class Crashing : public testing::InDirectory {};

TEST_F(Crashing, WorkersOverlapNothingThatBeginsLater) {
  const RunReport report = record(experiment_of(kCrash), path("t"));
  EXPECT_EQ(report.ending.verdict, proto::ALL_CRASHED_OR_BLOCKED);
  EXPECT_EQ(report.metrics.iterations(), 99u);
  EXPECT_EQ(report.metrics.tau_max(), 2u);
  EXPECT_EQ(report.metrics.tau_avg(), 100.0 / 99);
  const ReplayReport replayed = replay(path("t"));
  EXPECT_FALSE(replayed.diverged) << replayed.run.ending.detail;
  EXPECT_EQ(replayed.run.metrics.SerializeAsString(), report.metrics.SerializeAsString());
}

// Until step 20 worker 1 is at work as recorded, whatever the crashes of what follows say.
TEST_F(Crashing, TakesEffectAfterWhatIsReplayed) {
  record(experiment_of(kCrash), path("t"));
  ReplayRequest request;
  request.trace = path("t");
  request.until = 20;
  request.then =
      experiment_of({"adversary.name=round_robin", "adversary.crashes={worker: 1}"}).adversary();
  request.record = path("other");
  const ReplayReport report = replay(request);
  EXPECT_EQ(report.replayed, 20u);
  ASSERT_EQ(report.run.experiment.adversary().crashes_size(), 1);
  EXPECT_EQ(report.run.experiment.adversary().crashes(0).step(), 20u);
  // Its iterations began at steps 1, 8 and 14, and the last ended at 18, so it crashes in none. The
  // others run on; worker 2, back from its crash, ends iteration 2.
  EXPECT_EQ(report.run.metrics.iterations(), 100u);
  const std::vector<std::uint32_t> schedule = testing::schedule_of(path("other"));
  EXPECT_EQ(std::count(schedule.begin() + 20, schedule.end(), 1u), 0);
  const ReplayReport again = replay(path("other"));
  EXPECT_FALSE(again.diverged) << again.run.ending.detail;
  EXPECT_EQ(again.run.metrics.SerializeAsString(), report.run.metrics.SerializeAsString());
}

}  // namespace
}  // namespace hogtie
