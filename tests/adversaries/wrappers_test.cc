#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "adversaries/strategies/replay.h"
#include "adversaries/strategies/round_robin.h"
#include "adversaries/strategies/sequential.h"
#include "adversaries/strategies/uniform.h"
#include "adversaries/wrappers/contention_bound.h"
#include "adversaries/wrappers/crash.h"
#include "adversaries/wrappers/handover.h"
#include "tests/adversaries/adversary_testing.h"
#include "tests/core/testing_settings.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::Schedule;
using testing::watch;
using testing::with;

const std::vector<std::string> kSmall{"workers=5", "objective.dimension=2", "objective.noise=1",
                                      "algorithm.iterations=300"};

/// A whole schedule at once.
class Recorded final : public ScheduleSource {
 public:
  explicit Recorded(Schedule schedule) : schedule_(std::move(schedule)) {}
  std::span<const std::uint32_t> next_stretch() override {
    return std::exchange(done_, true) ? std::span<const std::uint32_t>() : schedule_;
  }

 private:
  Schedule schedule_;
  bool done_ = false;
};

std::unique_ptr<Adversary> replay_of(const Schedule& schedule) {
  return std::make_unique<Replay>(std::make_unique<Recorded>(schedule));
}

TEST(ContentionBound, HoldsUnderEveryStrategy) {
  const std::vector<std::vector<std::string>> strategies{
      {"adversary.name=sequential"},
      {"adversary.name=round_robin"},
      {"adversary.name=uniform"},
      {"adversary.name=weighted", "adversary.speeds=1,100"},
      {"adversary.name=stale_gradient", "adversary.tau=20"},
      {"adversary.name=swarm", "adversary.tau=20"},
      {"adversary.name=max_delay", "adversary.tau=20"},
  };
  for (const auto& strategy : strategies) {
    for (const std::uint64_t bound : {0u, 1u, 2u, 5u, 17u}) {
      SCOPED_TRACE(strategy[0] + ", " + std::to_string(bound));
      const auto watched = watch(experiment_of(
          with(with(kSmall, strategy), {"adversary.tau_max=" + std::to_string(bound)})));
      EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
      EXPECT_EQ(watched.watcher.iterations().size(), 300u);
      EXPECT_LE(watched.watcher.contention_max(), bound);
    }
  }
}

TEST(ContentionBound, CountsIterationsOfOneStep) {
  // Two rows of three have no non-zero: their iterations are over with the step that begins them.
  const std::string data = ::testing::TempDir() + "hogtie_contention_bound_test.svm";
  std::ofstream(data) << "1\n1 1:1 2:2 3:3\n1\n";
  for (const std::uint64_t bound : {0u, 1u, 3u}) {
    const auto watched = watch(
        experiment_of({"workers=5", "objective.name=least_squares", "objective.data.path=" + data,
                       "algorithm.step_size=0.01", "adversary.tau_max=" + std::to_string(bound)}));
    EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
    EXPECT_EQ(watched.watcher.contention_max(), bound);
  }
  std::remove(data.c_str());
}

TEST(ContentionBound, KnowsWhatIsInProgressWhenItTakesOver) {
  // Five workers in their first iterations, in turns: each overlaps all others by then. From there
  // on they would be in each other's way only where one alone runs, which the bound does not let
  // it.
  Handover handover(std::make_unique<RoundRobin>(), 7,
                    std::make_unique<ContentionBound>(std::make_unique<Sequential>(), 5, 5));
  const auto watched = watch(experiment_of(kSmall), handover);
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
  EXPECT_LE(watched.watcher.contention_max(), 5u);
}

TEST(ContentionBound, IsReachedWhereTheStrategyWantsMore) {
  for (const std::uint64_t bound : {1u, 2u, 5u}) {
    const auto watched = watch(experiment_of(
        with(kSmall, {"adversary.name=uniform", "adversary.tau_max=" + std::to_string(bound)})));
    EXPECT_EQ(watched.watcher.contention_max(), bound);
  }
}

TEST(ContentionBound, OfZeroIsOneIterationAfterTheOther) {
  const auto watched = watch(experiment_of(with(kSmall, {"adversary.tau_max=0"})));
  // All workers have a share in it, but the model is that of some sequential order.
  EXPECT_EQ(watched.watcher.contention_max(), 0u);
  std::vector<int> iterations(5);
  for (const auto& iteration : watched.watcher.iterations()) ++iterations[iteration.worker];
  EXPECT_GT(*std::min_element(iterations.begin(), iterations.end()), 0);
}

TEST(ContentionBound, ThatIsNeverReachedChangesNothing) {
  for (const char* strategy : {"sequential", "round_robin", "uniform", "swarm", "max_delay"}) {
    SCOPED_TRACE(strategy);
    const auto settings = with(kSmall, {std::string("adversary.name=") + strategy});
    EXPECT_EQ(watch(experiment_of(with(settings, {"adversary.tau_max=1000"}))).schedule(),
              watch(experiment_of(settings)).schedule());
  }
}

TEST(ContentionBound, LeavesARecordedScheduleAsItIs) {
  // A sequential schedule is one run of steps for each worker, which the wrapper cuts into steps.
  const auto experiment = experiment_of(with(kSmall, {"adversary.name=sequential"}));
  const Schedule schedule = watch(experiment).schedule();
  ContentionBound bound(replay_of(schedule), 0, 5);
  EXPECT_EQ(watch(experiment, bound).schedule(), schedule);
}

TEST(CrashWorkers, AreNotScheduledFromTheirStepOn) {
  for (const char* strategy : {"sequential", "round_robin", "uniform", "weighted", "stale_gradient",
                               "swarm", "max_delay"}) {
    SCOPED_TRACE(strategy);
    const auto watched = watch(experiment_of(with(
        kSmall, {std::string("adversary.name=") + strategy,
                 "adversary.crashes={worker: 0 step: 40}, {worker: 2 step: 17}, {worker: 4}"})));
    // Those that crashed have not ended.
    EXPECT_EQ(watched.ending.verdict, proto::ALL_CRASHED_OR_BLOCKED) << watched.ending.detail;
    const Schedule& schedule = watched.schedule();
    const auto last_step = [&](std::uint32_t worker) {
      return schedule.rend() - std::find(schedule.rbegin(), schedule.rend(), worker) - 1;
    };
    EXPECT_LT(last_step(0), 40);
    EXPECT_LT(last_step(2), 17);
    EXPECT_EQ(last_step(4), -1);
    // The other two go on until no iteration is left, even if one is lost with each crash.
    EXPECT_GE(watched.watcher.iterations().size(), 300u);
  }
}

TEST(CrashWorkers, AreNotScheduledByAGivenScheduleEither) {
  class Turns final : public Oblivious<Turns> {
   public:
    static Choice next(ObliviousView view) {
      return {static_cast<std::uint32_t>(view.step() % view.workers())};
    }
  };
  CrashWorkers crash(std::make_unique<Turns>(), {{20, 1}});
  const Schedule schedule = watch(experiment_of(kSmall), crash).schedule();
  for (std::uint64_t k = 0; k < 20; ++k) EXPECT_EQ(schedule[k], k % 5);
  EXPECT_EQ(std::count(schedule.begin() + 20, schedule.end(), 1u), 0);
}

TEST(CrashWorkers, BeforeTheirStepsNothingChanges) {
  const auto settings = with(kSmall, {"adversary.name=round_robin"});
  const Schedule schedule = watch(experiment_of(settings)).schedule();
  const Schedule crashed =
      watch(experiment_of(with(settings, {"adversary.crashes={worker: 3 step: 123}"}))).schedule();
  EXPECT_TRUE(std::equal(crashed.begin(), crashed.begin() + 123, schedule.begin()));
  // 123 = 24 * 5 + 3: it would have been the turn of worker 3.
  EXPECT_EQ(crashed[122], 2u);
  EXPECT_EQ(crashed[123], 4u);
}

TEST(CrashWorkers, CutsRunsOfStepsShort) {
  // Worker 0 would take all steps but the last few.
  const auto watched = watch(experiment_of(
      with(kSmall, {"adversary.name=sequential", "adversary.crashes={worker: 0 step: 7}"})));
  const Schedule begin(watched.schedule().begin(), watched.schedule().begin() + 9);
  EXPECT_EQ(begin, (Schedule{0, 0, 0, 0, 0, 0, 0, 1, 1}));
}

TEST(CrashWorkers, LeavesARecordedScheduleAsItIs) {
  // A crash of a worker that the schedule does not name after it cuts runs of others in two.
  const auto experiment = experiment_of(with(kSmall, {"adversary.name=sequential"}));
  Schedule schedule = watch(experiment).schedule();
  schedule.resize(200);  // of worker 0 alone
  CrashWorkers crash(replay_of(schedule), {{50, 1}, {100, 2}});
  EXPECT_EQ(watch(experiment, crash).schedule(), schedule);
}

TEST(CrashWorkers, OfAllEndTheRun) {
  const auto watched = watch(
      experiment_of({"workers=2", "adversary.crashes={worker: 0 step: 30}, {worker: 1 step: 20}"}));
  EXPECT_EQ(watched.ending.verdict, proto::ALL_CRASHED_OR_BLOCKED);
  EXPECT_EQ(watched.schedule().size(), 30u);
}

TEST(CrashWorkers, AnIterationThatACrashLeftBehindIsNotWaitedFor) {
  const auto watched =
      watch(experiment_of(with(kSmall, {"adversary.name=round_robin", "adversary.tau_max=4",
                                        "adversary.crashes={worker: 1 step: 22}"})));
  EXPECT_EQ(watched.ending.verdict, proto::ALL_CRASHED_OR_BLOCKED);
  EXPECT_EQ(watched.watcher.iterations().size(), 300u);
}

TEST(Handover, FromAStepOn) {
  for (const std::uint64_t step : {0u, 1u, 77u}) {
    SCOPED_TRACE(step);
    Handover handover(std::make_unique<RoundRobin>(), step, std::make_unique<Sequential>());
    EXPECT_FALSE(handover.handed_over_at().has_value());
    const Schedule schedule = watch(experiment_of(kSmall), handover).schedule();
    EXPECT_EQ(handover.handed_over_at(), step);
    for (std::uint64_t k = 0; k < step; ++k) EXPECT_EQ(schedule[k], k % 5);
    // Then worker 0 alone, until it ends.
    for (std::uint64_t k = step; k < 1000; ++k) EXPECT_EQ(schedule[k], 0u);
  }
}

TEST(Handover, WithinARunOfSteps) {
  Handover handover(std::make_unique<Sequential>(), 10, std::make_unique<RoundRobin>());
  const Schedule schedule = watch(experiment_of(kSmall), handover).schedule();
  for (std::uint64_t k = 0; k < 10; ++k) EXPECT_EQ(schedule[k], 0u);
  for (std::uint64_t k = 10; k < 100; ++k) EXPECT_EQ(schedule[k], k % 5);
}

TEST(Handover, WhereTheFirstSchedulesNobodyAnyMore) {
  Handover handover(replay_of({4, 4, 4, 4, 4, 2}), 1000, std::make_unique<RoundRobin>());
  const Schedule schedule = watch(experiment_of(kSmall), handover).schedule();
  EXPECT_EQ(handover.handed_over_at(), 6u);
  EXPECT_EQ(Schedule(schedule.begin(), schedule.begin() + 8), (Schedule{4, 4, 4, 4, 4, 2, 0, 1}));
}

TEST(Handover, NotReached) {
  Handover handover(std::make_unique<RoundRobin>(), 1'000'000, std::make_unique<Sequential>());
  EXPECT_EQ(watch(experiment_of(kSmall), handover).ending.verdict, proto::COMPLETED);
  EXPECT_FALSE(handover.handed_over_at().has_value());
}

}  // namespace
}  // namespace hogtie
