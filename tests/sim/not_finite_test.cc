#include "sim/simulation/not_finite.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "sim/enforcing/replay_on_threads.h"
#include "sim/studies/certify/certify_trace.h"
#include "sim/studies/common/curve_times.h"
#include "sim/studies/league/hitting_trial.h"
#include "sim/studies/trials/run_trials.h"
#include "sim/studies/what_if/what_if.h"
#include "tests/core/testing_settings.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::record;
using testing::replay;
using testing::Settings;
using testing::with;

// On x²/2 from x_0 = 1 with α = 3 an update takes x to -2x: x_t = (-2)^t.
Settings doubling(std::uint64_t iterations, const Settings& more = {}) {
  return with({"objective.dimension=1", "workers=1", "algorithm.step_size=3",
               "algorithm.iterations=" + std::to_string(iterations)},
              more);
}

const std::string kAdvice = " at the end of the run; set a smaller algorithm.step_size";
const std::string kNan = "X[0] is nan" + kAdvice;

class NotFinite : public testing::InDirectory {
 protected:
  Ending ending_of(const Settings& settings) const {
    return run_experiment(experiment_of(settings), std::nullopt, {}).ending;
  }

  /// The trace with another end.
  std::string with_end(proto::Verdict verdict, const std::string& detail) const {
    testing::rewrite(path("t"), path("other"), [&](proto::Frame& frame) {
      if (frame.has_footer()) {
        frame.mutable_footer()->set_verdict(verdict);
        frame.mutable_footer()->set_detail(detail);
      }
      return true;
    });
    return path("other");
  }
};

// 2^500 has a square, 2^600 has none. 2^1024 is inf; the next update adds -inf to that.
TEST_F(NotFinite, NamesTheFirstNumber) {
  EXPECT_EQ(ending_of(doubling(500)).verdict, proto::COMPLETED);
  const Ending square = ending_of(doubling(600));
  EXPECT_EQ(square.verdict, proto::NOT_FINITE);
  EXPECT_EQ(square.detail, "final_distance is inf" + kAdvice);
  EXPECT_EQ(ending_of(doubling(1024)).detail, "X[0] is inf" + kAdvice);
  EXPECT_EQ(ending_of(doubling(1025)).detail, kNan);
  const Ending average =
      ending_of(doubling(1024, {"algorithm.name=averaged_sgd", "algorithm.step_size=3"}));
  EXPECT_EQ(average.verdict, proto::NOT_FINITE);
}

// An iteration takes three steps.
TEST_F(NotFinite, AlsoWhereALimitOrCrashesEndTheRun) {
  EXPECT_EQ(ending_of(doubling(5000, {"limits.steps=6000"})).verdict, proto::NOT_FINITE);
  EXPECT_EQ(ending_of(doubling(5000, {"limits.steps=600"})).verdict, proto::STEP_LIMIT);
  const Settings crash{"workers=2", "adversary.name=sequential",
                       "adversary.crashes={worker: 1 step: 0}"};
  EXPECT_EQ(ending_of(doubling(5000, crash)).verdict, proto::NOT_FINITE);
}

TEST_F(NotFinite, ReplaysAsTheSame) {
  for (const Settings& settings : {doubling(2000), doubling(5000, {"limits.steps=6000"})}) {
    const RunReport recorded = record(experiment_of(settings), path("t"));
    EXPECT_EQ(recorded.ending.verdict, proto::NOT_FINITE);
    const ReplayReport same = replay(path("t"));
    EXPECT_FALSE(same.diverged);
    EXPECT_EQ(same.run.ending.verdict, proto::NOT_FINITE);
    EXPECT_EQ(same.run.ending.detail, kNan);
    EXPECT_EQ(certify_trace(path("t"), {}, {}).ending.detail, kNan);
    EXPECT_EQ(replay_on_threads(path("t"), {}, {}).ending.verdict, proto::NOT_FINITE);
  }
  ReplayRequest begin;
  begin.trace = path("t");
  begin.until = 5000;
  EXPECT_EQ(replay(begin).run.ending.verdict, proto::STOPPED);
}

// Traces used to say COMPLETED, or STEP_LIMIT.
TEST_F(NotFinite, ATraceThatDoesNotSayItIsTheSame) {
  record(experiment_of(doubling(2000)), path("t"));
  const ReplayReport completed = replay(with_end(proto::COMPLETED, ""));
  EXPECT_FALSE(completed.diverged) << completed.run.ending.detail;
  EXPECT_EQ(completed.run.ending.verdict, proto::NOT_FINITE);
  EXPECT_TRUE(replay(with_end(proto::NOT_FINITE, "X[1] is nan" + kAdvice)).diverged);
  EXPECT_TRUE(replay(with_end(proto::STARVED, "")).diverged);
  record(experiment_of(doubling(5000, {"limits.steps=6000"})), path("t"));
  const ReplayReport limit = replay(with_end(proto::STEP_LIMIT, ""));
  EXPECT_FALSE(limit.diverged) << limit.run.ending.detail;
  EXPECT_EQ(limit.run.ending.verdict, proto::NOT_FINITE);
}

TEST_F(NotFinite, ATraceOfFiniteNumbersThatSaysItIsNot) {
  record(experiment_of(doubling(20)), path("t"));
  EXPECT_TRUE(replay(with_end(proto::NOT_FINITE, kNan)).diverged);
  record(experiment_of(doubling(20, {"limits.steps=30"})), path("t"));
  EXPECT_TRUE(replay(with_end(proto::NOT_FINITE, kNan)).diverged);
}

TEST_F(NotFinite, OnThreadsToo) {
  const Settings threads = doubling(2000, {"machine=threads"});
  EXPECT_EQ(ending_of(threads).detail, kNan);
  EXPECT_EQ(record(experiment_of(threads), path("t")).ending.detail, kNan);
  const ReplayReport same = replay(path("t"));
  EXPECT_FALSE(same.diverged);
  EXPECT_EQ(same.run.ending.detail, kNan);
}

TEST_F(NotFinite, AChangeOfTheScheduleHasItsOwnVerdict) {
  record(experiment_of(doubling(2000, {"workers=2"})), path("t"));
  WhatIfRequest request;
  request.trace = path("t");
  request.changes.stalls = {{0, 10, 5}};
  const WhatIfReport report = what_if(request, {});
  EXPECT_FALSE(report.diverged);
  EXPECT_EQ(report.recorded.run.ending.verdict, proto::NOT_FINITE);
  EXPECT_EQ(report.changed.run.ending.verdict, proto::NOT_FINITE);
}

TrialTally tally_of(const Settings& settings) {
  const RunSetup setup(experiment_of(settings));
  TrialsRequest request;
  request.trials = 5;
  const std::size_t points = curve_times(iterations_in_all(setup.algorithm())).size();
  return run_trials(setup, request, TrialTally(points), {}).tally;
}

// x_0 = 0.05 is a success.
TEST_F(NotFinite, TrialsAreFailuresUnlessTheyHitBefore) {
  const TrialTally missed = tally_of(doubling(2000));
  EXPECT_EQ(missed.not_finite, 5U);
  EXPECT_EQ(missed.cut_short, 0U);
  EXPECT_EQ(missed.failures(), 5U);
  EXPECT_EQ(missed.final_loss.count(), 0U);
  EXPECT_EQ(missed.final_distance.count(), 0U);
  EXPECT_EQ(missed.curve.front().count(), 5U);
  EXPECT_EQ(missed.curve.back().count(), 0U);
  const TrialTally hit = tally_of(doubling(2000, {"objective.initial=0.05"}));
  EXPECT_EQ(hit.not_finite, 5U);
  EXPECT_EQ(hit.failures(), 0U);
  EXPECT_EQ(from_proto(to_proto(hit), hit.curve.size()).not_finite, 5U);
}

// In fewer steps than lie between two looks at the model: 2^60 is 1e18.
TEST_F(NotFinite, AShortTrialOfALeagueThatDivergesIsNotLate) {
  const RunSetup setup(experiment_of(doubling(60)));
  EXPECT_EQ(hitting_trial(setup, 1, 1000, {}).end, TrialEnd::kDiverged);
  const RunSetup near(experiment_of(doubling(5)));
  EXPECT_EQ(hitting_trial(near, 1, 1000, {}).end, TrialEnd::kLate);
}

}  // namespace
}  // namespace hogtie
