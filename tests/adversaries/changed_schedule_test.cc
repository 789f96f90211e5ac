#include "adversaries/wrappers/changed_schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "adversaries/registry.h"
#include "adversaries/strategies/round_robin.h"
#include "adversaries/strategies/sequential.h"
#include "tests/adversaries/adversary_testing.h"
#include "tests/sim/machine_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::Schedule;
using testing::watch;

/// A schedule, two steps a stretch.
class Pairs final : public ScheduleSource {
 public:
  explicit Pairs(Schedule schedule) : schedule_(std::move(schedule)) {}

  std::span<const std::uint32_t> next_stretch() override {
    const std::size_t count = std::min<std::size_t>(2, schedule_.size() - begin_);
    begin_ += count;
    return std::span(schedule_).subspan(begin_ - count, count);
  }

 private:
  Schedule schedule_;
  std::size_t begin_ = 0;
};

struct Ran {
  Schedule schedule;
  std::optional<std::uint64_t> continued_at;
};

/// `workers` workers of four steps each.
Ran run(const Schedule& recorded, const ScheduleChanges& changes, std::uint32_t workers = 2,
        ChangedSchedule::Continuation then = {std::make_unique<RoundRobin>()}) {
  ChangedSchedule changed(std::make_unique<Pairs>(recorded), changes, workers, std::move(then));
  testing::Watcher watcher;
  Machine machine(testing::small_machine(workers, 1));
  machine.add_reader(watcher);
  const Ending ending = simulate(machine, changed, [](SimulatedMemory& memory) {
    for (int k = 0; k < 4; ++k) memory.fetch_add(CounterRegister{0}, 1);
  });
  EXPECT_EQ(ending.verdict, proto::COMPLETED) << ending.detail;
  return {watcher.schedule(), changed.continued_at()};
}

ScheduleChanges stall(std::uint32_t worker, std::uint64_t step, std::uint64_t steps) {
  return {{{worker, step, steps}}, {}};
}

ScheduleChanges slow(std::uint32_t worker, std::uint64_t step, std::uint64_t factor) {
  return {{}, {{worker, step, factor}}};
}

const Schedule kTurns{0, 1, 0, 1, 0, 1, 0, 1};

TEST(ChangedScheduleAdversary, StallsForSoManyStepsOfOthers) {
  // The entries 2 and 4 of worker 0 pass, while 1 takes 3 and 5; 6 and 7 are taken. Two steps of
  // worker 0 are left.
  const Ran ran = run(kTurns, stall(0, 2, 2));
  EXPECT_EQ(ran.schedule, (Schedule{0, 1, 1, 1, 0, 1, 0, 0}));
  EXPECT_EQ(ran.continued_at, 6u);
}

TEST(ChangedScheduleAdversary, AStallBeginsAtItsStepWhoeverTakesThat) {
  // Step 1, of worker 1, is one of the two; 2 passes, 3 is the other.
  EXPECT_EQ(run(kTurns, stall(0, 1, 2)).schedule, (Schedule{0, 1, 1, 0, 1, 0, 1, 0}));
}

TEST(ChangedScheduleAdversary, SlowsDown) {
  // Of the entries of worker 0, that of step 2 passes, 4 is taken, and 6 passes.
  EXPECT_EQ(run(kTurns, slow(0, 2, 2)).schedule, (Schedule{0, 1, 1, 0, 1, 1, 0, 0}));
}

TEST(ChangedScheduleAdversary, ChangesNothingWithoutAChange) {
  for (const ScheduleChanges& changes : {stall(0, 2, 0), slow(1, 0, 1)}) {
    const Ran ran = run(kTurns, changes);
    EXPECT_EQ(ran.schedule, kTurns);
    EXPECT_EQ(ran.continued_at, std::nullopt);
  }
}

TEST(ChangedScheduleAdversary, StallsEndWhereNobodyElseIsLeft) {
  // Worker 1 takes its three steps, and ends.
  EXPECT_EQ(run(kTurns, stall(0, 2, 100)).schedule, (Schedule{0, 1, 1, 1, 1, 0, 0, 0}));
  // Both are held back at once, so none is.
  const ScheduleChanges both{{{0, 2, 100}, {1, 2, 100}}, {}};
  EXPECT_EQ(run(kTurns, both).schedule, kTurns);
}

TEST(ChangedScheduleAdversary, StallsOverlap) {
  // Three workers in turn. Worker 0 is held back from entry 3 on until others have taken 4, which
  // would be 4, 5, 7 and 8. Held back anew at 6, for 3, it is until the later end: 7, 8 and, since
  // worker 1 is held back from 9 on for one step, so that 10 passes, 11. Worker 2 has ended then,
  // and worker 1 has one step left.
  const Schedule turns{0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2};
  const ScheduleChanges changes{{{1, 9, 1}, {0, 6, 3}, {0, 3, 4}}, {}};
  EXPECT_EQ(run(turns, changes, 3).schedule, (Schedule{0, 1, 2, 1, 2, 1, 2, 2, 0, 1, 0, 0}));
}

TEST(ChangedScheduleAdversary, GoesOnUnderTheSameRules) {
  // The schedule has two entries, of which that of worker 0 passes. Then turns: 0 is taken (its
  // second opportunity), 1, 1 instead of 0, 1 and ends, and 0 alone.
  EXPECT_EQ(run({0, 1}, slow(0, 0, 2)).schedule, (Schedule{1, 0, 1, 1, 1, 0, 0, 0}));
  // Worker 1 is held back until worker 0 has taken three steps: as recorded, in turn, and instead
  // of 1. It is the turn of worker 0, again.
  EXPECT_EQ(run({0, 1}, stall(1, 0, 3)).schedule, (Schedule{0, 0, 0, 0, 1, 1, 1, 1}));
}

TEST(ChangedScheduleAdversary, AnotherGoesOnFromTheFirstChange) {
  // It would have worker 0 go first; for three steps worker 1 goes instead.
  const Ran ran =
      run(kTurns, stall(0, 2, 3), 2, {std::make_unique<Sequential>(), /*at_first_change=*/true});
  EXPECT_EQ(ran.schedule, (Schedule{0, 1, 1, 1, 1, 0, 0, 0}));
  EXPECT_EQ(ran.continued_at, 2u);
}

TEST(ChangedScheduleAdversary, LaterChangesCutTheRunsOfWhoGoesOn) {
  // It has worker 0 take all its steps in a row, from step 1 on; at step 3 worker 0 is held back.
  using All = testing::Function<ObliviousView>;
  auto all = std::make_unique<All>([](ObliviousView view) {
    return Choice{view.runnable().contains(0) ? 0u : 1u, 100};
  });
  const ScheduleChanges changes{{{1, 1, 0}, {0, 3, 2}}, {}};
  EXPECT_EQ(run(kTurns, changes, 2, {std::move(all), true}).schedule,
            (Schedule{0, 0, 0, 1, 1, 0, 1, 1}));
}

TEST(ChangedScheduleAdversary, EntriesOfWhoHasEndedPass) {
  // Slowed down by three, worker 0 leaves its steps to turns; worker 1 ends with its fourth.
  EXPECT_EQ(run({0, 0, 0, 0, 1, 1, 1, 1}, slow(0, 0, 3)).schedule,
            (Schedule{0, 1, 1, 1, 1, 0, 0, 0}));
}

TEST(ChangedScheduleAdversary, AnyAdversaryGoesOn) {
  for (const RegistryEntry& entry : adversaries()) {
    const std::string name(entry.name);
    if (name == "replay" || name == "fixed" || name == "histogram") continue;  // need a file
    const auto experiment =
        experiment_of({"workers=4", "algorithm.iterations=200", "adversary.name=" + name});
    const auto recorded = watch(experiment_of({"workers=4", "algorithm.iterations=200"}));
    const Simulation simulation(experiment);
    ChangedSchedule changed(std::make_unique<Pairs>(recorded.schedule()),
                            {{{0, 100, 500}, {2, 900, 50}}, {{1, 300, 3}}}, 4,
                            {simulation.make_adversary(), true});
    const auto watched = watch(experiment, changed);
    EXPECT_EQ(watched.ending.verdict, proto::COMPLETED) << name << ' ' << watched.ending.detail;
    const auto& schedule = watched.schedule();
    EXPECT_EQ(std::count(schedule.begin() + 100, schedule.begin() + 600, 0u), 0) << name;
  }
}

// Random schedules that are followed to their ends, or that are not touched before a change.
TEST(ChangedScheduleAdversary, FollowsARecordedRun) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto experiment =
        experiment_of({"workers=5", "algorithm.iterations=200", "seed=" + std::to_string(seed)});
    const auto recorded = watch(experiment);
    const auto rerun = [&](const ScheduleChanges& changes) {
      ChangedSchedule changed(std::make_unique<Pairs>(recorded.schedule()), changes, 5,
                              {std::make_unique<RoundRobin>()});
      return watch(experiment, changed);
    };
    const auto held = static_cast<std::uint32_t>(seed % 5);
    const auto same = rerun({{{held, 100, 0}}, {{3, 50, 1}}});
    EXPECT_EQ(same.schedule(), recorded.schedule());
    EXPECT_EQ(same.model, recorded.model);

    const auto stalled = rerun(stall(held, 300, 500));
    ASSERT_EQ(stalled.ending.verdict, proto::COMPLETED) << stalled.ending.detail;
    ASSERT_GT(stalled.schedule().size(), 800u);
    Schedule others;
    for (std::size_t k = 300; others.size() < 500; ++k) {
      if (recorded.schedule().at(k) != held) others.push_back(recorded.schedule()[k]);
    }
    Schedule expected(recorded.schedule().begin(), recorded.schedule().begin() + 300);
    expected.insert(expected.end(), others.begin(), others.end());
    const Schedule begin(stalled.schedule().begin(), stalled.schedule().begin() + 800);
    EXPECT_EQ(begin, expected);
  }
}

}  // namespace
}  // namespace hogtie
