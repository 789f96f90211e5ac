#include "sim/simulation/memory_limit_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/monitors/delay_monitor.h"
#include "sim/simulation/simulation.h"
#include "sim/studies/certify/certify_trace.h"
#include "sim/studies/common/curve_times.h"
#include "sim/studies/trials/run_trials.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;

// Worker 0 draws an iteration number and reads the only coordinate, and takes its next step after
// 2^32 - 1 steps of worker 1.
const std::vector<std::string> kHeld{
    "workers=2", "objective.dimension=1", "algorithm.iterations=100000000", "adversary.name=fixed",
    "adversary.schedule={worker: 0 steps: 2},{worker: 1 steps: 4294967295}"};

/// How such a run ends.
struct Held {
  Ending ending;
  std::uint64_t steps;
  std::uint64_t kept_bytes;
};

Held run_held(std::uint64_t most_kept, const std::vector<std::string>& more = {}) {
  std::vector<std::string> settings = kHeld;
  settings.insert(settings.end(), more.begin(), more.end());
  Simulation simulation(experiment_of(settings));
  DelayMonitor delays(2);
  MemoryLimitReader limit(delays, simulation.machine(), simulation.operations_max(), most_kept);
  simulation.machine().add_reader(delays);
  simulation.machine().add_reader(limit);
  Ending ending = simulation.run(*simulation.make_adversary());
  return {ending, simulation.machine().execution().step(), delays.kept_bytes()};
}

TEST(MemoryLimit, EndsARunInWhichAWorkerIsHeld) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 20;
  const Held held = run_held(kMost);
  EXPECT_EQ(held.ending.verdict, proto::MEMORY_LIMIT);
  // Looked at after every 1024 steps, of which an iteration of worker 1 takes 3: a number, a read,
  // an update. Of these it has begun a third of the steps after the first two.
  EXPECT_EQ(held.steps % Execution::kBlock, 0U);
  const std::uint64_t begun = (held.steps - 2 + 2) / 3;
  EXPECT_EQ(held.ending.detail,
            "worker 0 is held in iteration 0 since step 0, while others began " +
                std::to_string(begun) +
                "; to measure their delays takes more than 1 MiB; bound the contention with "
                "adversary.tau_max, or end the run earlier with limits.steps");
  const std::uint64_t in_a_block = (Execution::kBlock / 3 + 1) * DelayMonitor::bytes_of(2);
  const std::uint64_t allowed = kMost + 4 * DelayMonitor::bytes_of(5);
  EXPECT_GT(held.kept_bytes, kMost);
  EXPECT_LE(held.kept_bytes, allowed + in_a_block);
}

TEST(MemoryLimit, LetsARunAloneThatKeepsLess) {
  EXPECT_EQ(run_held(std::uint64_t{1} << 20, {"limits.steps=3000"}).ending.verdict,
            proto::STEP_LIMIT);
  EXPECT_EQ(
      run_held(std::uint64_t{1} << 20, {"adversary.tau_max=100", "algorithm.iterations=100000"})
          .ending.verdict,
      proto::COMPLETED);
}

class MemoryLimitOfRuns : public testing::InDirectory {};

TEST_F(MemoryLimitOfRuns, EndsThemAllAtTheSameStep) {
  const RunReport recorded = testing::record(experiment_of(kHeld), path("t"));
  EXPECT_EQ(recorded.ending.verdict, proto::MEMORY_LIMIT);
  const ReplayReport replayed = testing::replay(path("t"));
  EXPECT_EQ(replayed.run.ending.detail, recorded.ending.detail);
  EXPECT_TRUE(replayed.results_agreed);
  const TraceCertificate certified = certify_trace(path("t"), {}, {});
  EXPECT_EQ(certified.ending.verdict, proto::MEMORY_LIMIT);
  EXPECT_EQ(certified.ending.detail, recorded.ending.detail);
  EXPECT_EQ(certified.steps, recorded.metrics.steps());

  const RunSetup setup(experiment_of(kHeld));
  TrialsRequest request;
  const TrialTally nothing(curve_times(iterations_in_all(setup.algorithm())).size());
  const TrialTally tally = run_trials(setup, request, nothing, {}).tally;
  EXPECT_EQ(tally.cut_short, 1U);
}

}  // namespace
}  // namespace hogtie
