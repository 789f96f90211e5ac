#include "adversaries/knowledge/known_contention.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/adversaries/adversary_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::watch;

std::optional<std::uint64_t> known(const std::vector<std::string>& settings) {
  const proto::Experiment experiment = experiment_of(settings);
  return known_contention(experiment.adversary(), experiment.workers());
}

TEST(KnownContention, IsNoneForAdversariesThatKeepToNone) {
  EXPECT_EQ(known({}), std::nullopt);
  EXPECT_EQ(known({"adversary.name=round_robin"}), std::nullopt);
  EXPECT_EQ(known({"adversary.name=weighted"}), std::nullopt);
}

TEST(KnownContention, OfOneWorkerIsNone) {
  EXPECT_EQ(known({"workers=1"}), 0U);
}

// The wrapper bounds any adversary, and does not loosen one that keeps to less.
TEST(KnownContention, OfTheWrapper) {
  EXPECT_EQ(known({"adversary.tau_max=7"}), 7U);
  EXPECT_EQ(known({"adversary.tau_max=7", "adversary.name=max_delay", "adversary.tau=9"}), 7U);
  EXPECT_EQ(known({"adversary.tau_max=7", "adversary.name=max_delay", "adversary.tau=5"}), 5U);
}

// Who has waited too long is scheduled whatever the strategy keeps to.
TEST(KnownContention, IsNoneWhereNobodyWaitsTooLong) {
  EXPECT_EQ(known({"adversary.wait_max=50", "adversary.name=sequential"}), std::nullopt);
  EXPECT_EQ(known({"adversary.wait_max=50", "adversary.name=sequential", "adversary.tau_max=3"}),
            3U);
}

// An iteration of a worker that has crashed overlaps all that follow.
TEST(KnownContention, IsNoneWhereWorkersCrash) {
  const std::string crash = "adversary.crashes={worker: 1 step: 9}";
  EXPECT_EQ(known({"adversary.name=max_delay", crash}), std::nullopt);
  EXPECT_EQ(known({"adversary.tau_max=7", crash}), std::nullopt);
}

class Kept : public ::testing::TestWithParam<const char*> {};

// It is kept, and where others than the oldest iteration make for it, reached.
TEST_P(Kept, IsTheContentionOfARun) {
  for (const int workers : {2, 3, 5}) {
    for (const int tau : {1, 7, 50}) {
      SCOPED_TRACE(std::to_string(workers) + " workers, tau " + std::to_string(tau));
      std::vector<std::string> settings{"objective.dimension=3", "algorithm.step_size=0.01",
                                        std::string("adversary.name=") + GetParam(),
                                        "workers=" + std::to_string(workers)};
      if (GetParam() != std::string("sequential")) {
        settings.push_back("adversary.tau=" + std::to_string(tau));
      }
      const proto::Experiment experiment = experiment_of(settings);
      Simulation simulation(experiment);
      const auto adversary = simulation.make_adversary();
      EXPECT_EQ(known(settings), watch(experiment, *adversary).watcher.contention_max());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(KnownContention, Kept,
                         ::testing::Values("sequential", "stale_gradient", "swarm", "max_delay"));

}  // namespace
}  // namespace hogtie
