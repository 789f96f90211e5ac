#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::content;
using testing::experiment_of;
using testing::Log;

struct Case {
  const char* name;
  std::vector<std::string> settings;
  proto::Verdict verdict = proto::COMPLETED;
};

void PrintTo(const Case& tested, std::ostream* out) {
  *out << tested.name;
}

const std::string kData = HOGTIE_TEST_DATA;

const std::vector<Case> kCases{
    {"Uniform", {"adversary.name=uniform", "objective.noise=0.5"}},
    {"RoundRobin",
     {"adversary.name=round_robin", "objective.dimension=3", "objective.curvature=1,2,0.5"}},
    {"Sequential", {"adversary.name=sequential", "objective.noise=1"}},
    {"Weighted", {"adversary.name=weighted", "adversary.speeds=1,5,25", "workers=7"}},
    {"StaleGradient", {"adversary.name=stale_gradient", "adversary.tau=5", "workers=2"}},
    {"Swarm", {"adversary.name=swarm", "adversary.tau=9", "workers=5", "objective.noise=0.1"}},
    {"MaxDelay", {"adversary.name=max_delay", "adversary.tau=12", "workers=6"}},
    {"OneWorker", {"workers=1"}},
    {"ManyWorkers", {"workers=70", "algorithm.iterations=300"}},
    {"UpdatesOfZero", {"objective.dimension=4", "objective.initial=1,0,1,0", "workers=3"}},
    {"LeastSquares",
     {"objective.name=least_squares", "objective.data.path=" + kData + "/diabetes.svm",
      "algorithm.step_size=0.001"}},
    {"Logistic",
     {"objective.name=logistic", "objective.data.path=" + kData + "/breast-cancer.svm",
      "workers=8"}},
    {"WholeModelRead",
     {"objective.name=ridge", "objective.data.path=" + kData + "/diabetes.svm",
      "algorithm.view=MODEL", "algorithm.step_size=0.001"}},
    {"Hinge",
     {"objective.name=hinge", "objective.data.path=" + kData + "/breast-cancer.svm",
      "adversary.name=greedy"}},
    {"Huber",
     {"objective.name=huber", "objective.data.path=" + kData + "/breast-cancer.svm",
      "objective.delta=0.5", "algorithm.step_size=0.01"}},
    {"MatrixCompletion",
     {"objective.name=matrix_completion", "objective.noise=0.1", "success.loss=0.7",
      "adversary.name=swarm"}},
    {"TwoLayer",
     {"objective.name=two_layer", "objective.data.path=" + kData + "/digits-even.svm.zst",
      "objective.hidden=2", "algorithm.iterations=50", "success.gradient_norm=0.1"}},
    {"Crashes",
     {"adversary.crashes={worker: 1 step: 100}, {worker: 3 step: 500}", "workers=5"},
     proto::ALL_CRASHED_OR_BLOCKED},
    {"AllCrash",
     {"adversary.crashes={worker: 0 step: 90}, {worker: 1 step: 70}", "workers=2",
      "adversary.name=round_robin"},
     proto::ALL_CRASHED_OR_BLOCKED},
    {"ContentionBound", {"adversary.tau_max=3", "workers=6", "objective.noise=0.5"}},
    {"StepLimit", {"limits.steps=777"}, proto::STEP_LIMIT},
    {"StepLimitOfABlock", {"limits.steps=1024", "adversary.name=sequential"}, proto::STEP_LIMIT},
    {"OneStep", {"limits.steps=1"}, proto::STEP_LIMIT},
};

class ReplayRoundTrip : public testing::InDirectory, public ::testing::WithParamInterface<Case> {
 protected:
  static proto::Experiment experiment() {
    proto::Experiment experiment = experiment_of({"algorithm.iterations=200"});
    for (const std::string& setting : GetParam().settings) set(experiment, setting);
    return experiment;
  }
};

INSTANTIATE_TEST_SUITE_P(, ReplayRoundTrip, ::testing::ValuesIn(kCases),
                         [](const auto& tested) { return tested.param.name; });

TEST_P(ReplayRoundTrip, ReplaysExactly) {
  const auto experiment = this->experiment();
  const RunReport recorded = testing::record(experiment, path("t"));
  EXPECT_EQ(recorded.ending.verdict, GetParam().verdict) << recorded.ending.detail;

  const ReplayReport report = testing::replay(path("t"));
  EXPECT_FALSE(report.diverged) << report.run.ending.detail;
  EXPECT_EQ(report.run.ending.verdict, recorded.ending.verdict);
  EXPECT_EQ(report.run.ending.detail, recorded.ending.detail);
  EXPECT_EQ(report.replayed, recorded.metrics.steps());
  EXPECT_EQ(report.steps_agreed, recorded.metrics.steps());
  EXPECT_EQ(report.run.metrics.SerializeAsString(), recorded.metrics.SerializeAsString());
}

TEST_P(ReplayRoundTrip, IsRecordedAgainToTheByte) {
  const auto experiment = this->experiment();
  testing::record(experiment, path("first"));
  testing::record(experiment, path("second"));
  Log log;
  testing::record(experiment, path("observed"), &log);
  const std::string first = content(path("first"));
  EXPECT_EQ(content(path("second")), first);
  EXPECT_EQ(content(path("observed")), first);
}

TEST_P(ReplayRoundTrip, DoesTheSameAtEveryStep) {
  const auto experiment = this->experiment();
  Log first;
  Log second;
  Log replayed;
  testing::record(experiment, path("t"), &first);
  testing::record(experiment, path("t"), &second);
  testing::replay(path("t"), &replayed);
  EXPECT_EQ(second.lines(), first.lines());
  EXPECT_EQ(replayed.lines(), first.lines());
}

TEST_P(ReplayRoundTrip, TheScheduleIsAnAdversaryToo) {
  auto experiment = this->experiment();
  Log recorded;
  testing::record(experiment, path("t"), &recorded);
  experiment.clear_adversary();
  set(experiment, "adversary.name=replay");
  set(experiment, "adversary.trace=" + path("t"));
  // Many steps of a worker are one choice.
  testing::record(experiment, path("again"));
  EXPECT_EQ(testing::schedule_of(path("again")), testing::schedule_of(path("t")));
  Log again;
  testing::record(experiment, path("observed"), &again);
  EXPECT_EQ(again.lines(), recorded.lines());
}

TEST_P(ReplayRoundTrip, APrefixIsReplayedAndAnotherAdversaryGoesOn) {
  const auto experiment = this->experiment();
  Log recorded;
  const std::uint64_t steps = testing::record(experiment, path("t"), &recorded).metrics.steps();
  for (const std::uint64_t until : {std::uint64_t{0}, std::uint64_t{1}, steps / 2, steps}) {
    SCOPED_TRACE(until);
    ReplayRequest request;
    request.trace = path("t");
    request.until = until;
    Log prefix;
    const ReplayReport alone = testing::replay(request, &prefix);
    EXPECT_FALSE(alone.diverged) << alone.run.ending.detail;
    EXPECT_EQ(alone.replayed, until);
    ASSERT_EQ(prefix.steps(), until);
    EXPECT_TRUE(std::equal(prefix.operations().begin(), prefix.operations().end(),
                           recorded.operations().begin()));

    request.then = experiment_of({"adversary.name=round_robin"}).adversary();
    request.record = path("continued");
    Log continued;
    const ReplayReport report = testing::replay(request, &continued);
    EXPECT_EQ(report.replayed, until);
    // With the schedule that was recorded the first steps are the recorded ones to the bit.
    ASSERT_GE(continued.steps(), until);
    EXPECT_TRUE(std::equal(continued.previous().begin(),
                           continued.previous().begin() + static_cast<std::ptrdiff_t>(until),
                           recorded.previous().begin()));
    EXPECT_TRUE(std::equal(continued.operations().begin(),
                           continued.operations().begin() + static_cast<std::ptrdiff_t>(until),
                           recorded.operations().begin()));

    const ReplayReport again = testing::replay(path("continued"));
    EXPECT_FALSE(again.diverged) << again.run.ending.detail;
    EXPECT_EQ(again.replayed, continued.steps());
    EXPECT_EQ(again.run.ending.verdict, report.run.ending.verdict);
  }
}

}  // namespace
}  // namespace hogtie
