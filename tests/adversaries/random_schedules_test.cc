#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "adversaries/strategies/uniform.h"
#include "adversaries/strategies/weighted.h"
#include "tests/adversaries/adversary_testing.h"
#include "tests/adversaries/statistics_testing.h"
#include "tests/sim/machine_testing.h"

namespace hogtie {
namespace {

using testing::expect_fits;
using testing::Schedule;

std::vector<double> counts_of(const Schedule& schedule, std::size_t workers) {
  std::vector<double> counts(workers);
  for (const std::uint32_t worker : schedule) ++counts[worker];
  return counts;
}

constexpr std::uint64_t kSteps = 60'000;

/// The schedule of programs of which those of `ending` take one step, and the others never end.
Schedule schedule_of(Adversary& adversary, std::uint32_t workers,
                     const std::vector<std::uint32_t>& ending = {}) {
  Machine machine(testing::small_machine(workers, 1));
  testing::Watcher watcher;
  machine.add_reader(watcher);
  machine.set_step_limit(kSteps);
  const Ending result = simulate(machine, adversary, [&](SimulatedMemory& memory) {
    const bool ends = std::find(ending.begin(), ending.end(), memory.worker()) != ending.end();
    do {
      memory.fetch_add(CounterRegister{0}, 1);
    } while (!ends);
  });
  EXPECT_EQ(result.verdict, proto::STEP_LIMIT) << result.detail;
  return watcher.schedule();
}

/// The schedule from where no worker ends any more.
Schedule after_endings(const Schedule& schedule, const std::vector<std::uint32_t>& ending) {
  auto begin = schedule.begin();
  for (const std::uint32_t worker : ending) {
    begin = std::max(begin, std::find(schedule.begin(), schedule.end(), worker) + 1);
  }
  return {begin, schedule.end()};
}

TEST(UniformAdversary, EveryWorkerIsAsLikely) {
  Uniform uniform(1);
  const Schedule schedule = schedule_of(uniform, 6);
  expect_fits(counts_of(schedule, 6), std::vector<double>(6, kSteps / 6.0));
}

TEST(UniformAdversary, StepsAreIndependent) {
  // Pairs of steps, which do not overlap, are uniform on the 25 pairs of workers.
  Uniform uniform(2);
  const Schedule schedule = schedule_of(uniform, 5);
  std::vector<double> counts(25);
  for (std::size_t k = 0; k + 1 < schedule.size(); k += 2) {
    ++counts[5 * schedule[k] + schedule[k + 1]];
  }
  expect_fits(counts, std::vector<double>(25, kSteps / 2.0 / 25));
}

TEST(UniformAdversary, AmongThoseThatAreLeft) {
  const std::vector<std::uint32_t> ending{0, 3};
  Uniform uniform(3);
  const Schedule schedule = after_endings(schedule_of(uniform, 6, ending), ending);
  const auto steps = static_cast<double>(schedule.size());
  const auto counts = counts_of(schedule, 6);
  EXPECT_EQ(counts[0] + counts[3], 0);
  expect_fits({counts[1], counts[2], counts[4], counts[5]}, std::vector<double>(4, steps / 4));
}

TEST(UniformAdversary, SeedsDecide) {
  Uniform a(1);
  Uniform b(1);
  Uniform c(2);
  const Schedule schedule = schedule_of(a, 4);
  EXPECT_EQ(schedule_of(b, 4), schedule);
  EXPECT_NE(schedule_of(c, 4), schedule);
}

TEST(WeightedAdversary, WorkersAreAsLikelyAsTheyAreFast) {
  // Speeds 1, 2, 5 are repeated: 1, 2, 5, 1, 2, of 11 in all.
  Weighted weighted({1, 2, 5}, 5, 1);
  const Schedule schedule = schedule_of(weighted, 5);
  constexpr double kUnit = kSteps / 11.0;
  expect_fits(counts_of(schedule, 5), {kUnit, 2 * kUnit, 5 * kUnit, kUnit, 2 * kUnit});
}

TEST(WeightedAdversary, AmongThoseThatAreLeft) {
  // The fastest worker ends, and one more: speeds 1, 2, 4 of 7 are left.
  const std::vector<std::uint32_t> ending{0, 3};
  Weighted weighted({1000, 1, 2, 3, 4}, 5, 2);
  const Schedule schedule = after_endings(schedule_of(weighted, 5, ending), ending);
  const double unit = static_cast<double>(schedule.size()) / 7;
  const auto counts = counts_of(schedule, 5);
  EXPECT_EQ(counts[0] + counts[3], 0);
  expect_fits({counts[1], counts[2], counts[4]}, {unit, 2 * unit, 4 * unit});
}

TEST(WeightedAdversary, EqualSpeedsAreUniform) {
  Weighted weighted({3}, 4, 3);
  expect_fits(counts_of(schedule_of(weighted, 4), 4), std::vector<double>(4, kSteps / 4.0));
}

TEST(WeightedAdversary, ASpeedMayBeMuchSmallerThanOthers) {
  // 1e-9 against 1e9: by a union bound the slow one takes none of 60,000 steps with probability
  // 1 - 6e-14.
  Weighted weighted({1e-9, 1e9}, 2, 4);
  EXPECT_EQ(schedule_of(weighted, 2), Schedule(kSteps, 1));
}

}  // namespace
}  // namespace hogtie
