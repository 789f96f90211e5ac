#include "adversaries/wrappers/fairness.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "adversaries/strategies/sequential.h"
#include "tests/adversaries/adversary_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::Schedule;
using testing::watch;

Schedule first(const Schedule& schedule, long steps) {
  return {schedule.begin(), schedule.begin() + steps};
}

TEST(Fairness, ByHand) {
  // Inside it worker 0 would take all steps. The others count as having stepped just before the
  // run, so when worker 0 has taken three, worker 1 has waited for four and must go, and then
  // worker 2 must; and so on every five steps.
  Fairness fairness(std::make_unique<Sequential>(), 4, 3);
  EXPECT_EQ(first(watch(experiment_of({"workers=3"}), fairness).schedule(), 15),
            (Schedule{0, 0, 0, 1, 2, 0, 0, 0, 1, 2, 0, 0, 0, 1, 2}));
}

TEST(Fairness, TheTightestBoundIsRoundRobin) {
  Fairness fairness(std::make_unique<Sequential>(), 3, 4);
  EXPECT_EQ(first(watch(experiment_of({"workers=4"}), fairness).schedule(), 12),
            (Schedule{0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3}));
}

TEST(Fairness, ThatIsNeverNeededChangesNothing) {
  const auto plain = experiment_of({"workers=5", "adversary.name=uniform"});
  auto bounded = plain;
  set(bounded, "adversary.wait_max=1000000");
  EXPECT_EQ(watch(bounded).schedule(), watch(plain).schedule());
}

TEST(Fairness, CrashedWorkersAreNotWaitedFor) {
  const auto watched =
      watch(experiment_of({"workers=3", "adversary.name=sequential", "adversary.wait_max=4",
                           "adversary.crashes={worker: 1 step: 4}"}));
  // Worker 1 would have to go at step 8. Worker 2 waits for four steps, then goes.
  EXPECT_EQ(first(watched.schedule(), 15), (Schedule{0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2}));
}

}  // namespace
}  // namespace hogtie
