// What holds for every algorithm of the registry, on both machines.

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "adversaries/registry.h"
#include "core/algorithms/registry.h"
#include "sim/enforcing/replay_on_threads.h"
#include "sim/recording/record_threads.h"
#include "sim/simulation/simulation.h"
#include "tests/core/testing_settings.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::Settings;
using testing::with;

std::vector<std::string> names() {
  std::vector<std::string> names;
  for (const RegistryEntry& entry : algorithms()) names.emplace_back(entry.name);
  return names;
}

/// Settings other than the defaults.
Settings settings_of(const std::string& name) {
  if (name == "full_sgd") return {"algorithm.epochs=2"};
  if (name == "momentum_sgd") return {"algorithm.momentum=0.25"};
  if (name == "buckwild") return {"algorithm.bits=12"};
  if (name == "kromagnon") return {"algorithm.epochs=3"};
  return {};
}

class EveryAlgorithm : public testing::InDirectory,
                       public ::testing::WithParamInterface<std::string> {
 protected:
  Settings settings(const Settings& more) const {
    return with(with({"algorithm.name=" + GetParam()}, settings_of(GetParam())), more);
  }

  /// One that the algorithm takes: some take data alone.
  Settings some_objective() const {
    if (GetParam() != "kromagnon" && GetParam() != "asaga") return {"objective.noise=0.125"};
    return {"objective.name=ridge", "objective.data.path=" HOGTIE_TEST_DATA "/diabetes.svm"};
  }

  /// Sparse rows of two classes.
  std::string sparse() {
    return put("sparse.svm", "1 1:1 5:2\n0 2:1 3:0.5\n1 9:1\n0 1:0.5 9:-1\n1 5:1 7:3\n0\n");
  }
};

INSTANTIATE_TEST_SUITE_P(, EveryAlgorithm, ::testing::ValuesIn(names()),
                         [](const auto& instance) { return instance.param; });

TEST_P(EveryAlgorithm, IsRecordedAndReplayedExactly) {
  for (const std::string adversary : {"uniform", "round_robin", "heavy_tail"}) {
    const auto report = testing::record(
        experiment_of(with(settings(some_objective()),
                           {"workers=4", "algorithm.iterations=200", "adversary.name=" + adversary,
                            "algorithm.step_size=0.02"})),
        path("t"));
    ASSERT_EQ(report.ending.verdict, proto::COMPLETED) << report.ending.detail;
    const ReplayReport again = testing::replay(path("t"));
    EXPECT_FALSE(again.diverged) << again.run.ending.detail;
    EXPECT_EQ(again.steps_agreed, report.metrics.steps());
    EXPECT_EQ(again.run.metrics.SerializeAsString(), report.metrics.SerializeAsString());
  }
}

// Whatever registers an algorithm has beside the model, adversaries see the model.
TEST_P(EveryAlgorithm, RunsUnderEveryAdversary) {
  for (const RegistryEntry& adversary : adversaries()) {
    if (adversary.name == "replay" || adversary.name == "histogram" || adversary.name == "fixed" ||
        adversary.name == "lookahead") {
      continue;  // they need a file, a schedule, a quadratic
    }
    Simulation simulation(
        experiment_of(with(settings(some_objective()),
                           {"workers=3", "algorithm.iterations=60", "algorithm.step_size=0.01",
                            "limits.spins=500", "adversary.name=" + std::string(adversary.name)})));
    const Ending ending = simulation.run(*simulation.make_adversary());
    EXPECT_TRUE(ending.verdict == proto::COMPLETED || ending.verdict == proto::STARVED)
        << adversary.name << ": " << ending.detail;
  }
}

TEST_P(EveryAlgorithm, ItsSchedulesAreEnforcedOnThreads) {
  // Every step is a turn, and may take the operating system's time: few of them.
  const auto report = testing::record(
      experiment_of(with(settings(some_objective()),
                         {"workers=3", "algorithm.iterations=12", "algorithm.step_size=0.02"})),
      path("t"));
  const ThreadsReplay enforced =
      replay_on_threads(path("t"), {.data = testing::data_of(path("t"))}, {});
  EXPECT_EQ(enforced.ending.verdict, proto::COMPLETED) << enforced.ending.detail;
  EXPECT_EQ(enforced.agreed, report.metrics.steps());
}

TEST_P(EveryAlgorithm, OnThreadsIsRecordedExactly) {
  for (const std::string layout : {"PACKED", "CACHE_LINE"}) {
    for (const Settings& objective : std::vector<Settings>{
             some_objective(), {"objective.name=logistic", "objective.data.path=" + sparse()}}) {
      const RunSetup setup(experiment_of(
          with(settings(objective), {"workers=3", "machine=threads", "machine.layout=" + layout,
                                     "algorithm.iterations=400", "algorithm.step_size=0.02"})));
      ThreadRecording recording;
      recording.trace = path("t");
      recording.verifies = true;
      const RecordedThreads recorded = record_threads(setup, recording, {});
      ASSERT_EQ(recorded.threads.ending.verdict, proto::COMPLETED);
      const ReplayReport replayed = testing::replay(path("t"));
      EXPECT_FALSE(replayed.diverged) << replayed.run.ending.detail;
      EXPECT_EQ(replayed.replayed, recorded.operations);
    }
  }
}

TEST(AlgorithmRegistry, NamesAreDistinct) {
  const std::vector<std::string> all = names();
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
}

}  // namespace
}  // namespace hogtie
