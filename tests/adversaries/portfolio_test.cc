#include "adversaries/strategies/portfolio.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adversaries/strategies/replay.h"
#include "adversaries/strategies/round_robin.h"
#include "adversaries/strategies/sequential.h"
#include "adversaries/strategies/stale_gradients.h"
#include "tests/adversaries/adversary_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::Schedule;
using testing::watch;

TEST(Portfolio, TakesTurns) {
  // Phases of four steps. The round robin is asked at every step, so it goes on with the turn that
  // it would be; the sequential one has worker 0 run.
  const auto watched = watch(experiment_of(
      {"workers=3", "adversary.name=portfolio", "adversary.phase=4", "adversary.switching=ROTATE",
       "adversary.members={name: 'round_robin'}, {name: 'sequential'}"}));
  const Schedule begin(watched.schedule().begin(), watched.schedule().begin() + 16);
  EXPECT_EQ(begin, (Schedule{0, 1, 2, 0, 0, 0, 0, 0, 2, 0, 1, 2, 0, 0, 0, 0}));
}

TEST(Portfolio, TheBanditFindsTheMemberThatSlowsDownMost) {
  // Twelve workers at alpha = 0.1: a swarm keeps x where it is (reward 1/2), while sequential SGD
  // shrinks it by 0.9^48 in a phase of 144 steps (g = -5, reward 1/12). Of 100 phases UCB1 gives it
  // about 16, since 1/12 + sqrt(2 ln 100 / 16) = 1/2 + sqrt(2 ln 100 / 84).
  const std::vector<double> optimum{0};
  std::vector<std::unique_ptr<Adversary>> members;
  members.push_back(std::make_unique<Sequential>());
  members.push_back(std::make_unique<StaleGradients>(11, 30));
  Portfolio portfolio(std::move(members), proto::BANDIT, 144, optimum);

  class Count final : public StepReader {
   public:
    explicit Count(const Portfolio& portfolio) : portfolio_(portfolio) {}
    void step(const Execution&, const Step&) override { ++steps[portfolio_.active()]; }
    std::vector<std::uint64_t> steps{0, 0};

   private:
    const Portfolio& portfolio_;
  };
  Simulation simulation(
      experiment_of({"workers=12", "objective.dimension=1", "algorithm.iterations=4800"}));
  Count count(portfolio);
  simulation.machine().add_reader(count);
  EXPECT_EQ(simulation.run(portfolio).verdict, proto::COMPLETED);
  EXPECT_GT(count.steps[0], 0u);
  EXPECT_GT(count.steps[1], 3 * count.steps[0]);
}

class OneStep final : public ScheduleSource {
 public:
  std::span<const std::uint32_t> next_stretch() override {
    return std::exchange(done_, true) ? std::span<const std::uint32_t>() : step_;
  }

 private:
  std::vector<std::uint32_t> step_{2};
  bool done_ = false;
};

TEST(Portfolio, AMemberThatSchedulesNobodyAnyMoreIsReplaced) {
  const std::vector<double> optimum{0};
  std::vector<std::unique_ptr<Adversary>> members;
  members.push_back(std::make_unique<Replay>(std::make_unique<OneStep>()));
  members.push_back(std::make_unique<RoundRobin>());
  Portfolio portfolio(std::move(members), proto::ROTATE, 1000, optimum);
  const auto watched = watch(experiment_of({"workers=3", "objective.dimension=1"}), portfolio);
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
  const Schedule begin(watched.schedule().begin(), watched.schedule().begin() + 5);
  EXPECT_EQ(begin, (Schedule{2, 1, 2, 0, 1}));
}

}  // namespace
}  // namespace hogtie
