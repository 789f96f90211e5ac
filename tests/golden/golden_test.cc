#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "adversaries/registry.h"
#include "core/algorithms/registry.h"
#include "core/objectives/registry.h"
#include "sim/trace/metrics_difference.h"
#include "sim/trace/trace_reader.h"
#include "tests/golden/golden_runs.h"
#include "tests/sim/trace_testing.h"

namespace hogtie {
namespace {

using golden::golden_runs;
using golden::golden_trace;
using golden::GoldenRun;

/// A whole trace.
struct GoldenTrace {
  proto::Header header;
  std::vector<std::uint32_t> schedule;
  std::vector<proto::Chunk> chunks;            ///< Shapes and submissions, without their schedules.
  std::vector<proto::Checkpoint> checkpoints;  ///< Checkpoints of the chunks.
  proto::Footer footer;
};

GoldenTrace read_whole(const std::string& path) {
  GoldenTrace trace;
  TraceReader reader(path);
  trace.header = reader.header();
  for (DecodedChunk chunk; reader.next_chunk(chunk);) {
    trace.schedule.insert(trace.schedule.end(), chunk.schedule.begin(), chunk.schedule.end());
    proto::Chunk& rest = trace.chunks.emplace_back();
    rest.set_first_step(chunk.first_step);
    rest.set_steps(static_cast<std::uint32_t>(chunk.schedule.size()));
    *rest.mutable_shapes() = chunk.shapes;
    *rest.mutable_submission_gaps() = chunk.submission_gaps;
    *rest.mutable_submission_shapes() = chunk.submission_shapes;
    trace.checkpoints.push_back(chunk.checkpoint);
  }
  if (!reader.footer()) throw InputError(path + ": it has no end");
  trace.footer = *reader.footer();
  return trace;
}

/// The first step in which the schedules differ, with both workers; empty if they are equal.
std::string schedule_difference(const std::vector<std::uint32_t>& golden,
                                const std::vector<std::uint32_t>& now) {
  const auto [of_golden, of_now] =
      std::mismatch(golden.begin(), golden.end(), now.begin(), now.end());
  if (of_golden == golden.end() && of_now == now.end()) return "";
  const auto worker = [](auto at, auto end) {
    return at == end ? std::string("the end") : "worker " + std::to_string(*at);
  };
  return "step " + std::to_string(of_golden - golden.begin()) + " was of " +
         worker(of_golden, golden.end()) + ", now of " + worker(of_now, now.end());
}

void expect_same(const proto::Metrics& golden, const proto::Metrics& now) {
  const auto difference = metrics_difference(golden, now);
  EXPECT_FALSE(difference.has_value())
      << difference->name << " was " << difference->first << ", now " << difference->second;
}

TEST(GoldenRuns, CoverTheRegistries) {
  std::set<std::string> covered;
  for (const GoldenRun& run : golden_runs()) {
    const proto::Experiment experiment = experiment_of(run);
    covered.insert("algorithm " + experiment.algorithm().name());
    covered.insert("objective " + experiment.objective().name());
    if (!is_on_threads(run)) covered.insert("adversary " + experiment.adversary().name());
  }
  const auto expect_all = [&](const std::string& kind, std::span<const RegistryEntry> entries) {
    for (const RegistryEntry& entry : entries) {
      EXPECT_TRUE(covered.contains(kind + " " + std::string(entry.name)))
          << "no golden run has the " << kind << " " << entry.name;
    }
  };
  expect_all("algorithm", algorithms());
  expect_all("adversary", adversaries());
  expect_all("objective", objectives());
}

TEST(GoldenRuns, AreTheTracesOfTheDirectory) {
  std::set<std::string> without_run;
  for (const auto& file :
       std::filesystem::directory_iterator(golden::path_in_tests("golden/traces"))) {
    without_run.insert(file.path().stem().string());
  }
  for (const GoldenRun& run : golden_runs()) {
    EXPECT_EQ(without_run.erase(run.name), 1U) << run.name << " has no trace, or its name twice";
  }
  EXPECT_EQ(without_run, std::set<std::string>());
}

std::vector<GoldenRun> simulated_runs() {
  std::vector<GoldenRun> runs = golden_runs();
  std::erase_if(runs, golden::is_on_threads);
  return runs;
}

std::string test_name(const ::testing::TestParamInfo<GoldenRun>& tested) {
  std::string name = tested.param.name;
  std::ranges::replace(name, '-', '_');
  return name;
}

class GoldenRunAgain : public testing::InDirectory,
                       public ::testing::WithParamInterface<GoldenRun> {};
class GoldenReplay : public ::testing::TestWithParam<GoldenRun> {};

INSTANTIATE_TEST_SUITE_P(, GoldenRunAgain, ::testing::ValuesIn(simulated_runs()), test_name);
INSTANTIATE_TEST_SUITE_P(, GoldenReplay, ::testing::ValuesIn(golden_runs()), test_name);

TEST_P(GoldenRunAgain, DoesTheSame) {
  record_golden_run(GetParam(), path("t"));
  const GoldenTrace golden = read_whole(golden_trace(GetParam()));
  const GoldenTrace now = read_whole(path("t"));
  EXPECT_EQ(now.header.experiment().DebugString(), golden.header.experiment().DebugString());
  EXPECT_EQ(schedule_difference(golden.schedule, now.schedule), "");
  ASSERT_EQ(now.chunks.size(), golden.chunks.size());
  for (std::size_t k = 0; k < now.chunks.size(); ++k) {
    EXPECT_EQ(now.checkpoints[k].DebugString(), golden.checkpoints[k].DebugString())
        << "after chunk " << k;
    EXPECT_TRUE(now.chunks[k].SerializeAsString() == golden.chunks[k].SerializeAsString())
        << "steps or submissions of chunk " << k << " differ";
  }
  EXPECT_EQ(proto::Verdict_Name(now.footer.verdict()),
            proto::Verdict_Name(golden.footer.verdict()));
  EXPECT_EQ(now.footer.detail(), golden.footer.detail());
  EXPECT_EQ(now.footer.steps(), golden.footer.steps());
  EXPECT_EQ(now.footer.final().DebugString(), golden.footer.final().DebugString());
  expect_same(golden.footer.metrics(), now.footer.metrics());
}

TEST_P(GoldenReplay, ComesToTheSameEnd) {
  const GoldenTrace golden = read_whole(golden_trace(GetParam()));
  ReplayRequest request;
  request.trace = golden_trace(GetParam());
  const proto::Data& data = golden.header.experiment().objective().data();
  if (data.has_path()) request.data = golden::path_in_tests(data.path());
  const ReplayReport report = replay_trace(request, {});
  EXPECT_FALSE(report.diverged) << report.run.ending.detail;
  EXPECT_FALSE(report.cut_short);
  EXPECT_EQ(report.replayed, golden.footer.steps());
  EXPECT_EQ(report.steps_agreed, golden.footer.steps());
  EXPECT_EQ(proto::Verdict_Name(report.run.ending.verdict),
            proto::Verdict_Name(golden.footer.verdict()));
  EXPECT_EQ(report.run.ending.detail, golden.footer.detail());
  expect_same(golden.footer.metrics(), report.run.metrics);
}

}  // namespace
}  // namespace hogtie
