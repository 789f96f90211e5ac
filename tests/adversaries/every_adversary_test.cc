// What holds under every strategy of the registry.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "adversaries/registry.h"
#include "adversaries/strategies/uniform.h"
#include "adversaries/wrappers/handover.h"
#include "tests/adversaries/adversary_testing.h"
#include "tests/core/testing_files.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::Schedule;
using testing::watch;

constexpr std::uint32_t kWorkers = 5;
constexpr std::size_t kIterationsInAll = 300;

/// All but `replay`, whose schedule is given.
std::vector<std::string> names() {
  std::vector<std::string> names;
  for (const RegistryEntry& entry : adversaries()) {
    if (entry.name != "replay") names.emplace_back(entry.name);
  }
  return names;
}

class EveryAdversary : public ::testing::TestWithParam<std::string> {
 protected:
  /// Five workers on a noisy quadratic, with these settings besides.
  proto::Experiment experiment(const std::vector<std::string>& others) {
    auto experiment = experiment_of(
        {"workers=5", "objective.dimension=2", "objective.noise=1", "algorithm.iterations=300"});
    const std::string& name = GetParam();
    set(experiment, "adversary.name=" + name);
    if (name == "fixed") {
      set(experiment, "adversary.schedule={worker: 3 steps: 7}, {worker: 0 steps: 2}, {worker: 1}");
    } else if (name == "histogram") {
      const std::string path = write_file(
          "runs { from: 1 to: 9 } stalls { from: 1 to: 20 count: 9 } stalls { from: 200 to: 400 } "
          "processors: 3 slices { from: 10 to: 60 }",
          "histogram");
      set(experiment, "adversary.schedule_file=" + path);
    } else if (name == "portfolio") {
      set(experiment, "adversary.phase=50");
    }
    for (const std::string& setting : others) set(experiment, setting);
    return experiment;
  }
};

INSTANTIATE_TEST_SUITE_P(, EveryAdversary, ::testing::ValuesIn(names()),
                         [](const auto& instance) { return instance.param; });

TEST_P(EveryAdversary, CompletesARun) {
  const auto watched = watch(experiment({}));
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED) << watched.ending.detail;
  EXPECT_EQ(watched.watcher.iterations().size(), kIterationsInAll);
}

TEST_P(EveryAdversary, TwoRunsAreTheSame) {
  const auto experiment = this->experiment({"adversary.wait_max=100"});
  const auto first = watch(experiment);
  const auto second = watch(experiment);
  EXPECT_EQ(first.schedule(), second.schedule());
  EXPECT_EQ(first.model, second.model);
}

TEST_P(EveryAdversary, NoContentionPassesItsBound) {
  for (const std::uint64_t bound : {0u, 1u, 2u, 5u, 17u}) {
    const auto watched = watch(experiment({"adversary.tau_max=" + std::to_string(bound)}));
    EXPECT_EQ(watched.ending.verdict, proto::COMPLETED) << watched.ending.detail;
    EXPECT_EQ(watched.watcher.iterations().size(), kIterationsInAll);
    EXPECT_LE(watched.watcher.contention_max(), bound);
  }
}

/// The longest that a worker which has steps left waits while others take steps.
std::uint64_t longest_wait(const Schedule& schedule) {
  std::vector<std::uint64_t> next(kWorkers, 0);  // step after its last one
  std::uint64_t longest = 0;
  for (std::uint64_t step = 0; step < schedule.size(); ++step) {
    longest = std::max(longest, step - next[schedule[step]]);
    next[schedule[step]] = step + 1;
  }
  return longest;
}

TEST_P(EveryAdversary, NobodyWaitsLongerThanTheBound) {
  for (const std::uint64_t bound : {4u, 5u, 9u, 30u, 200u}) {
    const auto watched = watch(experiment({"adversary.wait_max=" + std::to_string(bound)}));
    EXPECT_EQ(watched.ending.verdict, proto::COMPLETED) << watched.ending.detail;
    EXPECT_EQ(watched.watcher.iterations().size(), kIterationsInAll);
    EXPECT_LE(longest_wait(watched.schedule()), bound);
  }
}

TEST_P(EveryAdversary, CrashedWorkersNeverMoveAgain) {
  for (const std::vector<std::string>& wrappers :
       {std::vector<std::string>{}, {"adversary.tau_max=3"}, {"adversary.wait_max=20"}}) {
    auto settings = wrappers;
    settings.push_back("adversary.crashes={worker: 0 step: 40}, {worker: 2 step: 17}, {worker: 4}");
    const auto watched = watch(experiment(settings));
    EXPECT_EQ(watched.ending.verdict, proto::ALL_CRASHED_OR_BLOCKED) << watched.ending.detail;
    const Schedule& schedule = watched.schedule();
    const auto last_step = [&](std::uint32_t worker) {
      return schedule.rend() - std::find(schedule.rbegin(), schedule.rend(), worker) - 1;
    };
    EXPECT_LT(last_step(0), 40);
    EXPECT_LT(last_step(2), 17);
    EXPECT_EQ(last_step(4), -1);
    EXPECT_EQ(watched.watcher.iterations().size(), kIterationsInAll);
  }
}

TEST_P(EveryAdversary, OneWorkerMayBeLeft) {
  const auto watched = watch(experiment({"adversary.tau_max=4", "adversary.wait_max=50",
                                         "adversary.crashes={worker: 0}, {worker: 1}, {worker: 2}, "
                                         "{worker: 4 step: 100}"}));
  EXPECT_EQ(watched.ending.verdict, proto::ALL_CRASHED_OR_BLOCKED) << watched.ending.detail;
  EXPECT_EQ(watched.schedule().back(), 3u);
  EXPECT_EQ(watched.watcher.iterations().size(), kIterationsInAll);
  // What overlaps the iteration that a crash has left behind is not bounded.
  for (const auto& iteration : watched.watcher.iterations()) {
    if (iteration.ended) {
      EXPECT_LE(iteration.contention, 4u);
    }
  }
}

TEST_P(EveryAdversary, TakesOverInTheMiddleOfARun) {
  const auto experiment = this->experiment({});
  const Simulation simulation(experiment);
  Handover handover(std::make_unique<Uniform>(1), 123, simulation.make_adversary());
  const auto watched = watch(experiment, handover);
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED) << watched.ending.detail;
  EXPECT_EQ(watched.watcher.iterations().size(), kIterationsInAll);
}

TEST_P(EveryAdversary, RunsOnSparseData) {
  // Two rows of five have no non-zero, and no coordinate occurs in all.
  if (GetParam() == "lookahead") GTEST_SKIP() << "needs a quadratic";
  const std::string data = write_file("1\n2 1:1 2:2\n1 2:1\n0\n3 1:-1 3:1\n");
  auto experiment = this->experiment(
      {"objective={name: 'ridge' l2: 0.1}", "algorithm.step_size=0.01", "adversary.tau_max=30"});
  set(experiment, "objective.data.path=" + data);
  const auto watched = watch(experiment);
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED) << watched.ending.detail;
  EXPECT_EQ(watched.watcher.iterations().size(), kIterationsInAll);
  EXPECT_LE(watched.watcher.contention_max(), 30u);
}

}  // namespace
}  // namespace hogtie
