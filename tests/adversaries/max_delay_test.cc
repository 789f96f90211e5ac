#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/adversaries/adversary_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::Schedule;
using testing::watch;

testing::Watched run(int workers, int tau, int iterations) {
  return watch(experiment_of({"adversary.name=max_delay", "adversary.tau=" + std::to_string(tau),
                              "workers=" + std::to_string(workers), "objective.dimension=1",
                              "algorithm.iterations=" + std::to_string(iterations)}));
}

TEST(MaxDelay, ByHand) {
  // Two workers, tau = 2; an iteration is one step on C (c), a read (r), an update (u).
  //   0: c r      is held
  //   1: c r u c  the second iteration of worker 1 is the second that overlaps it
  //   0: u c      so it finishes; its next iteration is the second that overlaps that of worker 1,
  //   1: r u      which finishes
  //   0: r        is held
  //   1: c        the second that overlaps it, and so on
  const Schedule schedule = run(2, 2, 100).schedule();
  const Schedule begin(schedule.begin(), schedule.begin() + 18);
  EXPECT_EQ(begin, (Schedule{0, 0, 1, 1, 1, 1,  //
                             0, 0, 1, 1, 0, 1,  //
                             0, 0, 1, 1, 0, 1}));
}

TEST(MaxDelay, HeldIterationsHaveTheContentionAimedAt) {
  constexpr int kIterations = 2000;
  for (const auto& [workers, tau] : std::vector<std::pair<int, int>>{
           {2, 1}, {2, 9}, {3, 2}, {4, 12}, {6, 3}, {8, 64}, {20, 25}}) {
    SCOPED_TRACE(std::to_string(workers) + " workers, tau " + std::to_string(tau));
    const auto watched = run(workers, tau, kIterations);
    EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
    const auto& iterations = watched.watcher.iterations();
    EXPECT_EQ(iterations.size(), static_cast<std::size_t>(kIterations));
    EXPECT_EQ(watched.watcher.contention_max(), static_cast<std::uint64_t>(tau));
    // A held iteration goes on only at a contention of tau, or when the iterations are used up:
    // that releases at most one of each worker that is held.
    int others = 0;
    for (const auto& iteration : iterations) {
      if (iteration.worker + 1 < static_cast<std::uint32_t>(workers) &&
          iteration.contention != static_cast<std::uint64_t>(tau)) {
        ++others;
      }
    }
    EXPECT_LE(others, workers - 1);
  }
}

TEST(MaxDelay, EveryIterationIsDone) {
  for (int iterations = 1; iterations <= 12; ++iterations) {
    const auto watched = run(4, 3, iterations);
    EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
    ASSERT_EQ(watched.watcher.iterations().size(), static_cast<std::size_t>(iterations));
    for (const auto& iteration : watched.watcher.iterations()) EXPECT_TRUE(iteration.ended);
  }
}

}  // namespace
}  // namespace hogtie
