// Adversaries of Leashed-SGD, whose model is no fixed registers but the version published last.

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "sim/simulation/derived_iterates.h"
#include "sim/studies/run/run.h"
#include "tests/adversaries/adversary_testing.h"
#include "tests/core/testing_settings.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::Function;
using testing::Increments;
using testing::increments;
using testing::Settings;
using testing::with;

// One coordinate without noise from 1, alpha = 1/2: a gradient is x itself, and everything is exact
// in powers of two.
proto::Experiment halving(const std::string& algorithm, const Settings& more = {}) {
  return experiment_of(with({"objective.dimension=1", "workers=2", "algorithm.step_size=0.5",
                             "algorithm.iterations=4", "algorithm.name=" + algorithm},
                            more));
}

TEST(PublishedVersions, AStrongAdversarySeesWhatIsToBePublished) {
  // Worker 0 is held where it is about to publish 1 - 1/2, until worker 1 has done so.
  Simulation simulation(halving("leashed_sgd"));
  bool first = true;
  bool seen_unwritten = false;
  bool overtaken = false;
  Function<StrongView> adversary([&](StrongView view) -> Choice {
    if (overtaken) return {view.runnable().at(0)};
    if (first && view.pending(0).kind != OperationKind::kCompareAndSwap) return {0};
    if (first) {
      EXPECT_EQ(increments(view.update(0)), (Increments{{0, -0.5}}));
    }
    first = false;
    if (view.model()[0] == 1.0) {
      if (view.pending(1).kind == OperationKind::kWrite) {
        seen_unwritten = true;
        EXPECT_EQ(increments(view.update(1)), (Increments{{0, -0.5}}));
      }
      return {1};
    }
    overtaken = true;
    EXPECT_EQ(view.model()[0], 0.5);
    EXPECT_EQ(increments(view.update(0)), Increments{});
    return {0};
  });
  ASSERT_EQ(simulation.run(adversary).verdict, proto::COMPLETED);
  EXPECT_TRUE(seen_unwritten);
  EXPECT_TRUE(overtaken);
}

TEST(PublishedVersions, StaleGradientsComeOnTopOfTheNewest) {
  // A victim that was overtaken publishes its old gradient on top of the newest version, as
  // EpochSGD adds it to the model; with one try, it drops it. The runner halves x every time.
  const Settings attack{"adversary.name=stale_gradient", "adversary.tau=4",
                        "algorithm.iterations=10"};
  const auto last = [&](const std::string& algorithm, const Settings& more) {
    Simulation simulation(halving(algorithm, with(attack, more)));
    EXPECT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
    return result(simulation.setup(), simulation.machine().execution());
  };
  // 1 -> 1/16 - 1/2 = -7/16 -> -7/256 + 7/32 = 49/256.
  EXPECT_EQ(last("leashed_sgd", {}), std::vector<double>{49.0 / 256});
  EXPECT_EQ(last("epoch_sgd", {}), std::vector<double>{49.0 / 256});
  EXPECT_EQ(last("leashed_sgd", {"algorithm.tries=1"}), std::vector<double>{1.0 / 256});
}

TEST(PublishedVersions, ResonanceReleasesWhatWasOvertaken) {
  // Its rounds: three victims hold, the last worker publishes four times, and then each of them
  // its old gradient, at a second try. A victim's iteration overlaps those four, and two victims'.
  const auto watched = testing::watch(
      experiment_of({"algorithm.name=leashed_sgd", "workers=4", "objective.dimension=1",
                     "algorithm.iterations=140", "adversary.name=resonance", "adversary.tau=4"}));
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
  EXPECT_EQ(watched.watcher.contention_max(), 6u);
}

class OnVersions : public ::testing::TestWithParam<std::string> {};

TEST_P(OnVersions, AStrategyThatActsOnUpdatesSlowsLeashedSgdDown) {
  const auto distance = [](const std::string& adversary) {
    return run_experiment(experiment_of({"algorithm.name=leashed_sgd", "workers=4",
                                         "objective.dimension=1", "algorithm.step_size=0.2",
                                         "algorithm.iterations=40", "adversary.name=" + adversary}),
                          {}, {})
        .metrics.final_distance();
  };
  // To adversaries that do not see what is published, workers are all alike: they let one run
  // alone.
  EXPECT_GT(distance(GetParam()), 2 * distance("sequential"));
}

INSTANTIATE_TEST_SUITE_P(All, OnVersions,
                         ::testing::Values("stale_gradient", "swarm", "max_delay", "greedy",
                                           "alignment", "resonance", "lookahead",
                                           "mid_update_stall", "noise_selector"),
                         [](const auto& strategy) { return strategy.param; });

}  // namespace
}  // namespace hogtie
