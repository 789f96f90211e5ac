#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include "core/numeric/floating_point.h"
#include "sim/build_fingerprint.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::claim;
using testing::error_of;
using testing::experiment_of;
using testing::record;
using testing::replay;
using testing::replay_forced;
using testing::rewrite;

// A chunk of a small experiment's trace has 2^18 steps. Two workers on one coordinate take three
// steps an iteration, so that 200,000 iterations and the last two fetch&adds are 600,002 steps:
// two whole chunks and a third.
constexpr std::uint64_t kChunk = std::uint64_t{1} << 18;
const std::vector<std::string> kThreeChunks{"workers=2", "objective.dimension=1",
                                            "objective.noise=1", "algorithm.iterations=200000"};

class Replaying : public testing::InDirectory {};

TEST_F(Replaying, StopsWhereTheTraceIsCutBetweenFrames) {
  record(experiment_of(kThreeChunks), path("t"));
  int chunks = 0;
  rewrite(path("t"), path("cut"),
          [&](const proto::Frame& frame) { return !frame.has_chunk() || ++chunks <= 2; });
  const ReplayReport report = replay(path("cut"));
  EXPECT_FALSE(report.diverged);
  EXPECT_EQ(report.run.ending.verdict, proto::STOPPED);
  EXPECT_EQ(report.run.ending.detail, "the trace was cut short here");
  EXPECT_EQ(report.replayed, 2 * kChunk);
  EXPECT_EQ(report.steps_agreed, 2 * kChunk);
}

TEST_F(Replaying, StopsWhereTheTraceIsCutWithinAFrame) {
  record(experiment_of(kThreeChunks), path("t"));
  std::filesystem::resize_file(path("t"), std::filesystem::file_size(path("t")) / 2);
  const ReplayReport report = replay(path("t"));
  EXPECT_FALSE(report.diverged);
  EXPECT_EQ(report.run.ending.verdict, proto::STOPPED);
  EXPECT_EQ(report.replayed, kChunk);
}

TEST_F(Replaying, OfACutTraceGoesOnWithAnotherAdversary) {
  record(experiment_of(kThreeChunks), path("t"));
  std::filesystem::resize_file(path("t"), std::filesystem::file_size(path("t")) / 2);
  ReplayRequest request;
  request.trace = path("t");
  request.then = experiment_of({"adversary.name=sequential"}).adversary();
  const ReplayReport report = replay(request);
  EXPECT_EQ(report.run.ending.verdict, proto::COMPLETED);
  EXPECT_EQ(report.replayed, kChunk);
  EXPECT_EQ(report.run.metrics.steps(), 600'002u);
}

TEST_F(Replaying, ThatIsInterruptedHasNotDiverged) {
  record(experiment_of(kThreeChunks), path("t"));
  const std::atomic<bool> interrupted = true;
  Watch watch;
  watch.interrupted = &interrupted;
  ReplayRequest request;
  request.trace = path("t");
  const ReplayReport report = replay_trace(request, watch);
  EXPECT_FALSE(report.diverged);
  EXPECT_EQ(report.run.ending.verdict, proto::STOPPED);
  EXPECT_EQ(report.run.ending.detail, "interrupted");
  EXPECT_LT(report.replayed, kChunk);
}

// What ended the recorded run comes again, though nobody interrupts the replay.
TEST_F(Replaying, OfAnInterruptedRunEndsAsThatDid) {
  const std::atomic<bool> interrupted = true;
  Watch watch;
  watch.interrupted = &interrupted;
  run_experiment(experiment_of(kThreeChunks), path("t"), watch);
  const ReplayReport report = replay(path("t"));
  EXPECT_FALSE(report.diverged);
  EXPECT_EQ(report.run.ending.verdict, proto::STOPPED);
  EXPECT_EQ(report.run.ending.detail, "interrupted");
  EXPECT_EQ(report.steps_agreed, report.replayed);
}

TEST_F(Replaying, ADamagedTraceIsAnInputError) {
  record(experiment_of(kThreeChunks), path("t"));
  std::string bytes = testing::content(path("t"));
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  put("t", bytes);
  EXPECT_NE(error_of([&] { replay(path("t")); }).find("checksum mismatch"), std::string::npos);
}

TEST_F(Replaying, TriesATraceOfAnotherBuild) {
  record(experiment_of({}), path("t"));
  rewrite(path("t"), path("other"), [](proto::Frame& frame) {
    if (frame.has_header()) {
      frame.mutable_header()->set_build("0123456789abcdef");
      frame.mutable_header()->set_version("9.8.7");
    }
    return true;
  });
  const ReplayReport report = replay(path("other"));
  EXPECT_FALSE(report.diverged);
  EXPECT_TRUE(report.results_agreed);
  EXPECT_EQ(report.other_build, "recorded by another build, version 9.8.7 (0123456789ab)");
  EXPECT_FALSE(replay(path("t")).other_build.has_value());
}

TEST_F(Replaying, RefusesOtherFloatingPoint) {
  record(experiment_of({}), path("t"));
  rewrite(path("t"), path("other"), [](proto::Frame& frame) {
    if (frame.has_header()) {
      frame.mutable_header()->set_floating_point(floating_point_fingerprint() + 1);
    }
    return true;
  });
  EXPECT_EQ(error_of([&] { replay(path("other")); }),
            path("other") +
                ": recorded where floating-point arithmetic gives other results than here; replay "
                "it there, or try with --force");
  EXPECT_FALSE(replay_forced(path("other")).diverged);
}

TEST_F(Replaying, RefusesOtherDataButForced) {
  const std::string data = put("data.svm", "1 1:1 2:2\n-1 1:2\n");
  record(experiment_of({"objective.name=least_squares", "objective.data.path=" + data}), path("t"));
  put("data.svm", "1 1:1 2:2\n-1\t1:2\n");  // the same rows in as many other bytes
  const std::string error = error_of([&] { replay(path("t")); });
  EXPECT_TRUE(error.starts_with(path("t") + ": " + data + ": its digest is ")) << error;
  EXPECT_FALSE(replay_forced(path("t")).diverged);
}

}  // namespace
}  // namespace hogtie
