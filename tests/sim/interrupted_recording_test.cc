/// Recordings that a signal ends at the boundary of a frame.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adversaries/strategies/round_robin.h"
#include "sim/simulation/measured_session.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

namespace fs = std::filesystem;

/// Round robin that does something before each step.
class Before final : public Adversary {
 public:
  explicit Before(std::function<void(std::uint64_t step)> act) : act_(std::move(act)) {}

  std::unique_ptr<Adversary> clone() const override { return clone_by_copy(*this); }

  Choice choose(Situation situation) override {
    const ObliviousView view(situation);
    act_(view.step());
    return turns_.next(view);
  }

 private:
  std::function<void(std::uint64_t)> act_;
  RoundRobin turns_;
};

class InterruptedRecording : public testing::InDirectory {
 protected:
  // Several chunks of it.
  const proto::Experiment experiment_ = testing::experiment_of(
      {"workers=3", "objective.dimension=2", "objective.noise=0.1", "algorithm.iterations=250000"});

  RunReport record(const std::string& name, const std::function<void(std::uint64_t)>& act,
                   const std::atomic<bool>* interrupted = nullptr) {
    Watch watch;
    watch.interrupted = interrupted;
    const RunSetup setup(experiment_);
    MeasuredSession measured(setup, watch);
    measured.session().record(path(name));
    Before adversary(act);
    return measured.report(measured.conclude(measured.session().run(adversary)));
  }

  /// The steps at which the trace's chunks end.
  std::vector<std::uint64_t> ends_of_chunks(const std::string& name) const {
    std::vector<std::uint64_t> ends;
    TraceReader reader(path(name));
    for (DecodedChunk chunk; reader.next_chunk(chunk);) {
      ends.push_back(chunk.first_step + chunk.schedule.size());
    }
    return ends;
  }
};

// A copy of the file is what SIGKILL leaves: what was handed to the operating system stays.
TEST_F(InterruptedRecording, KilledAtABoundaryItIsAPrefix) {
  record("whole", [](std::uint64_t) {});
  const std::vector<std::uint64_t> ends = ends_of_chunks("whole");
  ASSERT_GE(ends.size(), 4u);
  const std::vector<std::uint32_t> schedule = testing::schedule_of(path("whole"));
  const std::string partial = path("t") + ".partial";
  std::set<std::uint64_t> moments;
  for (std::size_t k = 0; k + 1 < ends.size(); ++k) {
    for (const std::uint64_t at : {ends[k] - 1, ends[k], ends[k] + 1}) moments.insert(at);
  }
  std::vector<std::pair<std::uint64_t, std::string>> kept;
  record("t", [&](std::uint64_t step) {
    if (!moments.contains(step)) return;
    kept.emplace_back(step, path("at" + std::to_string(step)));
    fs::copy_file(partial, kept.back().second);
  });
  ASSERT_EQ(kept.size(), moments.size());
  std::uint64_t last = 0;
  for (const auto& [step, file] : kept) {
    const ReplayReport replayed = testing::replay(file);
    EXPECT_TRUE(replayed.cut_short) << step;
    EXPECT_FALSE(replayed.diverged) << step << ": " << replayed.run.ending.detail;
    EXPECT_LE(replayed.replayed, step);
    EXPECT_GE(replayed.replayed, last);
    last = replayed.replayed;
    const std::vector<std::uint32_t> prefix = testing::schedule_of(file);
    EXPECT_EQ(prefix.size(), replayed.replayed);
    EXPECT_TRUE(std::equal(prefix.begin(), prefix.end(), schedule.begin())) << step;
  }
  EXPECT_GE(last, ends[ends.size() - 2]);
}

TEST_F(InterruptedRecording, InterruptedAtABoundaryItIsWhole) {
  record("whole", [](std::uint64_t) {});
  const std::vector<std::uint64_t> ends = ends_of_chunks("whole");
  ASSERT_GE(ends.size(), 4u);
  for (const std::uint64_t end : {ends[0], ends[1], ends[2]}) {
    for (const std::uint64_t at : {end - 1, end, end + 1}) {
      std::atomic<bool> interrupted{false};
      const RunReport run = record(
          "t", [&](std::uint64_t step) { interrupted = interrupted || step >= at; }, &interrupted);
      EXPECT_EQ(run.ending.verdict, proto::STOPPED) << at;
      EXPECT_GE(run.metrics.steps(), at);
      EXPECT_FALSE(fs::exists(path("t") + ".partial"));
      const ReplayReport replayed = testing::replay(path("t"));
      EXPECT_TRUE(replayed.results_agreed) << at << ": " << replayed.run.ending.detail;
      EXPECT_FALSE(replayed.cut_short) << at;
      EXPECT_EQ(replayed.replayed, run.metrics.steps());
    }
  }
}

}  // namespace
}  // namespace hogtie
