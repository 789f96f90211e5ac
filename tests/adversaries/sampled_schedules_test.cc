#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adversaries/strategies/bursts.h"
#include "adversaries/strategies/heavy_tail.h"
#include "adversaries/strategies/histogram.h"
#include "adversaries/wrappers/fairness.h"
#include "tests/adversaries/adversary_testing.h"
#include "tests/adversaries/statistics_testing.h"
#include "tests/core/testing_files.h"
#include "tests/sim/machine_testing.h"

namespace hogtie {
namespace {

using testing::expect_fits;
using testing::experiment_of;
using testing::kConfidence;
using testing::Schedule;

void expect_binomial(std::uint64_t count, std::uint64_t trials, double probability) {
  const boost::math::binomial distribution(static_cast<double>(trials), probability);
  EXPECT_GE(static_cast<double>(count), quantile(distribution, (1 - kConfidence) / 2));
  EXPECT_LE(static_cast<double>(count), quantile(complement(distribution, (1 - kConfidence) / 2)));
}

void expect_probabilities(const std::vector<double>& counts, std::vector<double> probabilities) {
  double total = 0;
  for (const double count : counts) total += count;
  for (double& probability : probabilities) probability *= total;
  expect_fits(counts, probabilities);
}

// Two workers, two iterations of three steps, c r u: on f(x) = x^2 / 2 with alpha = 1/2 and x_0 = 1
// the end is 0 where both read x_0, and else 1/4.
constexpr std::uint64_t kSeeds = 4000;

std::uint64_t both_read_the_start(const std::vector<std::string>& adversary) {
  auto experiment = experiment_of(adversary);
  for (const char* const setting : {"workers=2", "algorithm.iterations=2",
                                    "algorithm.step_size=0.5", "objective.dimension=1"}) {
    set(experiment, setting);
  }
  std::uint64_t count = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    experiment.set_seed(seed);
    const double x = testing::model_after(experiment)[0];
    EXPECT_TRUE(x == 0 || x == 0.25) << x;
    count += x == 0 ? 1 : 0;
  }
  return count;
}

TEST(Pct, OfDepthOneIsOneWorkerAfterTheOther) {
  // No change of priorities: whoever is first runs to its end. All orders occur.
  std::set<std::uint32_t> first;
  for (int seed = 1; seed <= 50; ++seed) {
    const auto watched = testing::watch(experiment_of(
        {"adversary.name=pct", "adversary.depth=1", "workers=3", "seed=" + std::to_string(seed)}));
    const Schedule& schedule = watched.schedule();
    EXPECT_EQ(watched.watcher.contention_max(), 0u);
    EXPECT_TRUE(std::all_of(schedule.begin(), schedule.end() - 2,
                            [&](std::uint32_t worker) { return worker == schedule[0]; }));
    first.insert(schedule[0]);
  }
  EXPECT_EQ(first.size(), 3u);
  EXPECT_EQ(both_read_the_start({"adversary.name=pct", "adversary.depth=1"}), 0u);
}

TEST(Pct, ReachesAnOutcomeOfDepthTwoAsOftenAsItPromises) {
  // That both read the start takes two constraints: each reads before the other updates. A run has
  // k = 8 steps, two of which find that no iteration is left. With one change point, uniform on
  // steps 0 to 7, it happens exactly where that is step 2, before the first worker's update: with
  // probability 1/8, at least 1 / (n k) = 1/16.
  expect_binomial(both_read_the_start({"adversary.name=pct", "adversary.depth=2"}), kSeeds, 0.125);
}

TEST(Pct, TheHorizonBoundsTheChangePoints) {
  // Change points among steps 0 to 2 alone: one in three is step 2.
  expect_binomial(
      both_read_the_start({"adversary.name=pct", "adversary.depth=2", "adversary.horizon=3"}),
      kSeeds, 1.0 / 3);
}

TEST(PartialOrderSampling, ByHand) {
  // Operations on C race, and so do r and u on X; pairs of reads do not, nor do C and X. Let A be
  // who wins the race for C. Then c_B and r_A have fresh priorities, and keep them until executed,
  // since they race with nothing but an update.
  //  1. c_B before r_A, then r_B has a fresh one. Of the three, r_A is smaller than c_B. Whoever
  //     reads first, the other's read is the smallest of three (orders c_B r_A r_B, c_B r_B r_A,
  //     r_B c_B r_A: 3/6), and must come before a fresh update: 1/4. Together 1/8.
  //  2. r_A before c_B: both must come before u_A, which is fresh. Order r_A c_B u_A: 1/6. Then the
  //     smallest of three, u_A, is below a fresh r_B with 3/4. Together 1/8.
  // So both read the start with probability 1/4.
  expect_binomial(both_read_the_start({"adversary.name=pos"}), kSeeds, 0.25);
}

/// The lengths that the strategy answers with, in a machine whose workers never end.
template <class A>
std::vector<std::uint32_t> lengths(A& strategy, std::uint32_t workers, std::uint64_t steps) {
  std::vector<std::uint32_t> lengths;
  testing::Function<ObliviousView> watched([&](ObliviousView view) {
    const Choice choice = strategy.next(view);
    lengths.push_back(choice.steps);
    return choice;
  });
  Machine machine(testing::small_machine(workers, 1));
  machine.set_step_limit(steps);
  simulate(machine, watched, [](SimulatedMemory& memory) {
    for (;;) memory.fetch_add(CounterRegister{0}, 1);
  });
  return lengths;
}

TEST(Bursts, LengthsAreGeometric) {
  // Mean 4: a length of k has probability 1/4 (3/4)^(k - 1).
  Bursts bursts(4, 1);
  std::vector<double> counts(9);
  for (const std::uint32_t length : lengths(bursts, 3, 80'000)) ++counts[std::min(length, 9u) - 1];
  std::vector<double> probabilities;
  for (int k = 1; k < 9; ++k) probabilities.push_back(0.25 * std::pow(0.75, k - 1));
  probabilities.push_back(std::pow(0.75, 8));
  expect_probabilities(counts, probabilities);
}

TEST(Bursts, GoOnWhereTheyAreCutShort) {
  // Asked before every step instead of at the end of a burst, the schedule is the same.
  Bursts whole(5, 2);
  Bursts step_by_step(5, 2);
  testing::Function<ObliviousView> cut(
      [&](ObliviousView view) { return Choice{step_by_step.next(view).worker}; });
  const auto experiment = experiment_of({"workers=3"});
  EXPECT_EQ(testing::watch(experiment, cut).schedule(),
            testing::watch(experiment, whole).schedule());
}

TEST(Bursts, OfMeanOneAreUniformSteps) {
  Bursts bursts(1, 3);
  for (const std::uint32_t length : lengths(bursts, 3, 5000)) EXPECT_EQ(length, 1u);
}

/// How many steps others take between two steps of worker 0.
std::vector<std::uint64_t> stalls(const Schedule& schedule) {
  std::vector<std::uint64_t> stalls;
  std::uint64_t others = 0;
  for (const std::uint32_t worker : schedule) {
    if (worker == 0) stalls.push_back(others);
    others = worker == 0 ? 0 : others + 1;
  }
  return stalls;
}

Schedule schedule_of(Adversary& adversary, std::uint32_t workers, std::uint64_t steps) {
  Machine machine(testing::small_machine(workers, 1));
  testing::Watcher watcher;
  machine.add_reader(watcher);
  machine.set_step_limit(steps);
  simulate(machine, adversary, [](SimulatedMemory& memory) {
    for (;;) memory.fetch_add(CounterRegister{0}, 1);
  });
  return watcher.schedule();
}

TEST(HeavyTail, StallsHaveTheTailOfThePareto) {
  // 41 workers with delays of index 3/2, hence of mean 3: while worker 0 is stalled for a time s,
  // the 40 others take about 40 s / 3 steps. So more than 400 steps are more than a time of 30,
  // with probability 30^-1.5 = 0.0061; of that time the others' number of steps deviates by a few
  // percent, and it is given a third.
  HeavyTail adversary(1.5, 41, 1);
  const auto found = stalls(schedule_of(adversary, 41, 2'000'000));
  const auto longer = static_cast<double>(
      std::count_if(found.begin(), found.end(), [](std::uint64_t stall) { return stall > 400; }));
  const double expected = std::pow(30, -1.5) * static_cast<double>(found.size());
  EXPECT_GT(longer, expected * 2 / 3);
  EXPECT_LT(longer, expected * 4 / 3);
  // Under uniform random steps none is: each stall is that long with (40/41)^400 = 5e-5.
}

TEST(HeavyTail, ADelayIsAtLeastOne) {
  // With an index of 100 it is above 1.1 with probability 1.1^-100 = 7e-5 alone. Where none is, the
  // k-th step of a worker comes at a time in [k, 1.1 k], which is before k + 1 for k < 10: in the
  // first nine rounds everybody takes one step in each.
  HeavyTail adversary(100, 4, 1);
  const Schedule schedule = schedule_of(adversary, 4, 36);
  for (auto round = schedule.begin(); round != schedule.end(); round += 4) {
    EXPECT_EQ(std::set<std::uint32_t>(round, round + 4).size(), 4u) << round - schedule.begin();
  }
}

/// Lets worker 0 go in place of every third choice of the adversary inside.
class EveryThird final : public Wrapper<EveryThird> {
 public:
  using Wrapper::Wrapper;

  Choice next(PastView, Inner inner) {
    const Choice choice = inner();
    if (++count_ % 3 != 0) {
      followed.push_back(choice.worker);
      return choice;
    }
    overrule();
    return {0};
  }

  Schedule followed;

 private:
  int count_ = 0;
};

// Steps of other workers in between take no event out of the schedule.
TEST(HeavyTail, KeepsItsLawWhereItIsOverruled) {
  HeavyTail alone(1.5, 5, 1);
  const Schedule expected = schedule_of(alone, 5, 2000);
  EveryThird wrapped(std::make_unique<HeavyTail>(1.5, 5, 1));
  schedule_of(wrapped, 5, 3000);
  EXPECT_EQ(wrapped.followed, expected);
  // Inside of another wrapper that follows it, too.
  auto inner = std::make_unique<Fairness>(std::make_unique<HeavyTail>(1.5, 5, 1), 1'000'000, 5);
  EveryThird twice(std::move(inner));
  schedule_of(twice, 5, 3000);
  EXPECT_EQ(twice.followed, expected);
}

proto::ScheduleHistogram histogram(const std::string& text) {
  return read_histogram(write_file(text));
}

TEST(Histogram, ByHand) {
  // Runs of three steps, stalls of six. Three workers: each is due again when the others have had
  // their runs. Two workers: nobody is due after two runs, so the first to be goes.
  const auto fixed = histogram("runs { from: 3 } stalls { from: 6 }");
  Histogram three(fixed, 3, 1);
  EXPECT_EQ(schedule_of(three, 3, 12), (Schedule{0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 0, 0}));
  Histogram two(fixed, 2, 1);
  EXPECT_EQ(schedule_of(two, 2, 9), (Schedule{0, 0, 0, 1, 1, 1, 0, 0, 0}));
}

TEST(Histogram, RunsAreDrawnFromTheirBins) {
  // Three of four runs are a single step, the others 5 to 8 with equal probability.
  Histogram adversary(
      histogram("runs { count: 3 from: 1 } runs { from: 5 to: 8 } stalls { from: 1 to: 9 }"), 3, 1);
  std::vector<double> counts(9);
  for (const std::uint32_t length : lengths(adversary, 3, 80'000)) ++counts.at(length);
  EXPECT_EQ(counts[2] + counts[3] + counts[4], 0);
  // The last run is cut short by the limit, but not in what was answered.
  expect_probabilities({counts[1], counts[5], counts[6], counts[7], counts[8]},
                       {0.75, 1.0 / 16, 1.0 / 16, 1.0 / 16, 1.0 / 16});
}

TEST(Histogram, AStallLastsAsLongAsItsBinSays) {
  // Forty workers, runs of one step, stalls of 2 or, once in a hundred times, of 500 steps. At any
  // time some worker is due, since a stall takes 2 + 5 steps on average, so no stall is cut short;
  // and a worker that is due waits for 39 others at most.
  Histogram adversary(
      histogram("runs { from: 1 } stalls { from: 2 count: 99 } stalls { from: 500 }"), 40, 1);
  const auto found = stalls(schedule_of(adversary, 40, 2'000'000));
  std::uint64_t longer = 0;
  for (const std::uint64_t stall : found) {
    EXPECT_TRUE(stall < 42 || stall >= 500) << stall;
    longer += stall >= 500 ? 1 : 0;
  }
  expect_binomial(longer, found.size(), 0.01);
}

TEST(Histogram, WorkersTakeTurnsOnProcessors) {
  // Of four workers two run, in turns of two steps, until each has had its four; then come the
  // other two, which have waited longest.
  Histogram adversary(
      histogram("runs { from: 2 } stalls { from: 2 } processors: 2 slices { from: 4 }"), 4, 1);
  EXPECT_EQ(schedule_of(adversary, 4, 20),
            (Schedule{0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3, 0, 0, 1, 1}));
  // On one processor there are no stalls: a worker goes on until it has had its seven steps.
  Histogram alone(histogram("runs { from: 5 } processors: 1 slices { from: 7 }"), 2, 1);
  EXPECT_EQ(schedule_of(alone, 2, 16), (Schedule{0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0}));
  // Nobody waits where there are as many processors as workers.
  Histogram two(histogram("runs { from: 3 } stalls { from: 6 } processors: 2 slices { from: 1 }"),
                2, 1);
  EXPECT_EQ(schedule_of(two, 2, 9), (Schedule{0, 0, 0, 1, 1, 1, 0, 0, 0}));
}

TEST(Histogram, NoMoreRunThanThereAreProcessorsAndWhoWaitedLongestComesFirst) {
  constexpr std::uint32_t kWorkers = 7;
  constexpr std::uint32_t kProcessors = 3;
  constexpr std::uint64_t kSlice = 25;
  // With stalls of one length, places on a processor are due in the order in which they were left.
  Histogram adversary(histogram("runs { from: 1 to: 9 } stalls { from: 5 } processors: 3 "
                                "slices { from: 25 }"),
                      kWorkers, 1);
  std::vector<std::uint64_t> steps(kWorkers);
  std::vector<std::uint32_t> begun;
  std::vector<std::uint32_t> expected(kWorkers);
  std::iota(expected.begin(), expected.end(), 0U);
  for (const std::uint32_t worker : schedule_of(adversary, kWorkers, 100'000)) {
    if (steps[worker] % kSlice == 0) begun.push_back(worker);
    if (++steps[worker] % kSlice == 0) expected.push_back(worker);
    // Slices that have ended are those expected a second time.
    ASSERT_LE(begun.size() + kWorkers - expected.size(), kProcessors);
  }
  ASSERT_GT(begun.size(), 1000U);
  ASSERT_LE(begun.size(), expected.size());
  expected.resize(begun.size());
  EXPECT_EQ(begun, expected);
}

}  // namespace
}  // namespace hogtie
