#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "adversaries/strategies/fixed_schedule.h"
#include "adversaries/strategies/replay.h"
#include "adversaries/strategies/round_robin.h"
#include "adversaries/strategies/sequential.h"
#include "adversaries/wrappers/contention_bound.h"
#include "core/objectives/quadratic.h"
#include "core/random/coins.h"
#include "tests/adversaries/adversary_testing.h"
#include "tests/sim/machine_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::Schedule;
using testing::watch;

TEST(SequentialAdversary, IsPlainSgd) {
  // The textbook loop, with the coins of worker 0.
  const std::vector<double> curvature{1, 0.5, 2};
  const Quadratic f(curvature, 0.25);
  std::vector<double> x{1, -2, 3};
  std::vector<double> gradient(3);
  for (std::uint64_t t = 0; t < 500; ++t) {
    Coins coins(7, 0, t);
    f.gradient({}, x, coins, gradient);
    for (std::size_t j = 0; j < 3; ++j) x[j] += -0.125 * gradient[j];
  }

  const auto watched = watch(experiment_of({"adversary.name=sequential", "workers=4", "seed=7",
                                            "algorithm.iterations=500", "algorithm.step_size=0.125",
                                            "objective.dimension=3", "objective.curvature=1,0.5,2",
                                            "objective.noise=0.25", "objective.initial=1,-2,3"}));
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
  EXPECT_EQ(watched.model, x);
  EXPECT_EQ(watched.watcher.contention_max(), 0u);
}

TEST(SequentialAdversary, GoesOnWithTheNextWorkerWhenOneEnds) {
  Sequential sequential;
  testing::Log log;
  Machine machine(testing::small_machine(3, 1));
  machine.add_reader(log);
  simulate(machine, sequential, [](SimulatedMemory& memory) {
    for (std::uint32_t k = 0; k < 2 - memory.worker() % 2; ++k) {
      memory.fetch_add(CounterRegister{0}, 1);
    }
  });
  EXPECT_EQ(log.places(),
            (std::vector<std::string>{"worker 0 fetch&add C[0]", "worker 0 fetch&add C[0]",
                                      "worker 1 fetch&add C[0]", "worker 2 fetch&add C[0]",
                                      "worker 2 fetch&add C[0]"}));
}

TEST(RoundRobinAdversary, TakesTurnsAmongThoseThatAreLeft) {
  RoundRobin round_robin;
  testing::Watcher watcher;
  Machine machine(testing::small_machine(4, 1));
  machine.add_reader(watcher);
  // Steps: 3, 1, 2 and 4.
  simulate(machine, round_robin, [](SimulatedMemory& memory) {
    constexpr std::uint32_t kSteps[]{3, 1, 2, 4};
    for (std::uint32_t k = 0; k < kSteps[memory.worker()]; ++k) {
      memory.fetch_add(CounterRegister{0}, 1);
    }
  });
  EXPECT_EQ(watcher.schedule(), (Schedule{0, 1, 2, 3, 0, 2, 3, 0, 3, 3}));
}

TEST(RoundRobinAdversary, AcrossTheWordsOfTheSetOfWorkers) {
  // 130 workers, of which 3, 64 and 129 take three steps and all others one.
  RoundRobin round_robin;
  testing::Watcher watcher;
  Machine machine(testing::small_machine(130, 1));
  machine.add_reader(watcher);
  simulate(machine, round_robin, [](SimulatedMemory& memory) {
    const std::uint32_t w = memory.worker();
    const int steps = w == 3 || w == 64 || w == 129 ? 3 : 1;
    for (int k = 0; k < steps; ++k) memory.fetch_add(CounterRegister{0}, 1);
  });
  Schedule expected;
  for (std::uint32_t w = 0; w < 130; ++w) expected.push_back(w);
  for (const std::uint32_t w : {3u, 64u, 129u, 3u, 64u, 129u}) expected.push_back(w);
  EXPECT_EQ(watcher.schedule(), expected);
}

/// A schedule in stretches of these lengths.
class Stretches final : public ScheduleSource {
 public:
  Stretches(Schedule schedule, std::vector<std::size_t> lengths)
      : schedule_(std::move(schedule)), lengths_(std::move(lengths)) {}

  std::span<const std::uint32_t> next_stretch() override {
    if (next_ == lengths_.size()) return {};
    const std::size_t begin = begin_;
    begin_ += lengths_[next_];
    return std::span(schedule_).subspan(begin, lengths_[next_++]);
  }

 private:
  Schedule schedule_;
  std::vector<std::size_t> lengths_;
  std::size_t next_ = 0;
  std::size_t begin_ = 0;
};

TEST(ReplayAdversary, FollowsTheScheduleToItsEnd) {
  // Runs that are shorter and longer than those it schedules as one choice, also across stretches.
  const Schedule schedule{0, 1, 1, 1, 1, 1, 0, 0, 0, 2, 2, 2, 2, 2, 2, 0, 1, 2, 2, 2};
  Replay replay(std::make_unique<Stretches>(schedule, std::vector<std::size_t>{1, 3, 8, 1, 7}));
  const auto watched = watch(experiment_of({"workers=3"}), replay);
  EXPECT_EQ(watched.ending.verdict, proto::ALL_CRASHED_OR_BLOCKED);
  EXPECT_EQ(watched.schedule(), schedule);
}

TEST(ReplayAdversary, ChoosesAWorkerThatHasEndedWhereItIsRecorded) {
  // Worker 1 ends with the first of its eight steps. The rest must not be skipped in silence.
  Replay replay(std::make_unique<Stretches>(Schedule{1, 1, 1, 1, 1, 1, 1, 1, 0},
                                            std::vector<std::size_t>{9}));
  Machine machine(testing::small_machine(2, 1));
  const Ending ending = simulate(machine, replay, [](SimulatedMemory& memory) {
    do {
      memory.fetch_add(CounterRegister{0}, 1);
    } while (memory.worker() == 0);
  });
  EXPECT_EQ(ending.verdict, proto::ADVERSARY_ERROR);
  EXPECT_EQ(ending.detail, "the adversary chose worker 1, which has ended, at step 1");
}

TEST(FixedScheduleAdversary, RepeatsItsRuns) {
  const auto watched =
      watch(experiment_of({"workers=3", "adversary.name=fixed",
                           "adversary.schedule={worker: 2 steps: 3}, {worker: 0}, {worker: 2}"}));
  const Schedule begin(watched.schedule().begin(), watched.schedule().begin() + 11);
  EXPECT_EQ(begin, (Schedule{2, 2, 2, 0, 2, 2, 2, 2, 0, 2, 2}));
}

TEST(FixedScheduleAdversary, PassesOverThoseThatHaveEnded) {
  // Steps: worker 0 takes 3, worker 1 takes 2, worker 2 takes 5, worker 3, not named, 2.
  FixedSchedule fixed({{0, 2}, {1, 4}, {2, 1}});
  testing::Watcher watcher;
  Machine machine(testing::small_machine(4, 1));
  machine.add_reader(watcher);
  const Ending ending = simulate(machine, fixed, [](SimulatedMemory& memory) {
    constexpr std::uint32_t kSteps[]{3, 2, 5, 2};
    for (std::uint32_t k = 0; k < kSteps[memory.worker()]; ++k) {
      memory.fetch_add(CounterRegister{0}, 1);
    }
  });
  EXPECT_EQ(ending.verdict, proto::COMPLETED) << ending.detail;
  EXPECT_EQ(watcher.schedule(), (Schedule{0, 0, 1, 1, 2, 0, 2, 2, 2, 2, 3, 3}));
}

TEST(FixedScheduleAdversary, KeepsItsTimeWhereAWrapperOverrulesIt) {
  // One iteration at a time: worker 0 takes two steps of its first (c r of c r u), and goes on
  // while the schedule would have worker 1 begin, which it does with what is left of its run.
  ContentionBound bound(
      std::make_unique<FixedSchedule>(std::vector<FixedSchedule::Run>{{0, 2}, {1, 4}}), 0, 2);
  const auto watched = watch(experiment_of({"workers=2", "objective.dimension=1"}), bound);
  const Schedule begin(watched.schedule().begin(), watched.schedule().begin() + 12);
  // Run of 0: steps 0, 1. Run of 1: step 2 goes to 0, then 3, 4, 5. Run of 0: 6, 7. Run of 1: step
  // 8 goes to 0, and so on.
  EXPECT_EQ(begin, (Schedule{0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1}));
}

}  // namespace
}  // namespace hogtie
