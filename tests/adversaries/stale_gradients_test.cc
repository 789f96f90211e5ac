#include "adversaries/strategies/stale_gradients.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "tests/adversaries/adversary_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::Schedule;
using testing::watch;

TEST(StaleGradient, ByHand) {
  // f(x) = x^2 / 2, alpha = 1/2, x_0 = 1, tau = 2, two rounds of three iterations. A step is one on
  // C (c), a read (r) or an update (u):
  //   0: c r    1: c r u c r u    0: u
  // x = 1, 1/2, 1/4, and 1/4 - 1/2 = -1/4; the second round multiplies by -1/4 once more. Then all
  // workers find that there is no iteration left, the third one too, which never had any.
  const auto watched = watch(experiment_of({"workers=3", "adversary.name=stale_gradient",
                                            "adversary.tau=2", "algorithm.iterations=6",
                                            "algorithm.step_size=0.5", "objective.dimension=1"}));
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
  EXPECT_EQ(watched.schedule(), (Schedule{0, 0, 1, 1, 1, 1, 1, 1, 0,  //
                                          0, 0, 1, 1, 1, 1, 1, 1, 0,  //
                                          0, 1, 2}));
  EXPECT_EQ(watched.model, (std::vector<double>{0.0625}));
  // The iteration that is held overlaps the two others, which overlap nothing else.
  std::vector<std::uint64_t> contentions;
  for (const auto& iteration : watched.watcher.iterations()) {
    contentions.push_back(iteration.contention);
  }
  EXPECT_EQ(contentions, (std::vector<std::uint64_t>{2, 1, 1, 2, 1, 1}));
}

TEST(StaleGradient, IterationsOfOneStepCount) {
  // Of three rows two have no non-zero: their iterations are over with the step that begins them.
  const std::string data = ::testing::TempDir() + "hogtie_stale_gradients_test.svm";
  std::ofstream(data) << "1\n1 1:1 2:2 3:3\n1\n";
  for (const std::uint64_t tau : {1u, 4u}) {
    const auto watched = watch(
        experiment_of({"workers=2", "objective.name=least_squares", "objective.data.path=" + data,
                       "algorithm.step_size=0.01", "algorithm.iterations=200",
                       "adversary.name=stale_gradient", "adversary.tau=" + std::to_string(tau)}));
    EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
    EXPECT_EQ(watched.watcher.contention_max(), tau);
  }
  std::remove(data.c_str());
}

TEST(Swarm, ByHand) {
  // Two coordinates, two victims, tau = 1: a round is
  //   0: c r r    1: c r r    2: c r r u u    0: u u    1: u u
  // With alpha = 1/4 and x_0 = (4, 8), x becomes 3/4 x_0 and then 3/4 x_0 - 2/4 x_0.
  const auto watched = watch(experiment_of({"workers=3", "adversary.name=swarm", "adversary.tau=1",
                                            "algorithm.iterations=3", "algorithm.step_size=0.25",
                                            "objective.dimension=2", "objective.initial=4,8"}));
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
  EXPECT_EQ(watched.schedule(), (Schedule{0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 0, 0, 1, 1,  //
                                          0, 1, 2}));
  EXPECT_EQ(watched.model, (std::vector<double>{1, 2}));
}

TEST(StaleGradient, WithoutAGradientNothingIsHeld) {
  // At the minimum all updates are zero, and no worker has one to hold back.
  const auto watched =
      watch(experiment_of({"workers=2", "adversary.name=stale_gradient", "adversary.tau=3",
                           "algorithm.iterations=50", "objective.initial=0"}));
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
  EXPECT_EQ(watched.watcher.iterations().size(), 50u);
  EXPECT_EQ(watched.watcher.contention_max(), 0u);
}

TEST(StaleGradient, IterationsThatEndWithinARound) {
  // T need not be a multiple of tau + 1: what is held is applied in the end.
  for (int iterations = 1; iterations <= 9; ++iterations) {
    const auto watched =
        watch(experiment_of({"workers=2", "adversary.name=stale_gradient", "adversary.tau=3",
                             "algorithm.iterations=" + std::to_string(iterations)}));
    EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
    EXPECT_EQ(watched.watcher.iterations().size(), static_cast<std::size_t>(iterations));
    for (const auto& iteration : watched.watcher.iterations()) EXPECT_TRUE(iteration.ended);
  }
}

}  // namespace
}  // namespace hogtie
