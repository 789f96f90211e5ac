#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::claim;
using testing::experiment_of;
using testing::Log;
using testing::record;
using testing::replay_forced;
using testing::rewrite;

class Divergence : public testing::InDirectory {
 protected:
  /// How the replay ends of a run of `recorded`, if the trace says that it is one of the same with
  /// other settings.
  std::string detail_of(const std::vector<std::string>& recorded,
                        const std::vector<std::string>& others) {
    record(experiment_of(recorded), path("t"));
    claim(path("t"), path("claimed"), others);
    const ReplayReport report = replay_forced(path("claimed"));
    EXPECT_TRUE(report.diverged);
    EXPECT_EQ(report.run.ending.verdict, proto::DIVERGED);
    return report.run.ending.detail;
  }
};

TEST_F(Divergence, AnOperationOnAnotherRegister) {
  // Reading the model takes C[0], X[0], X[1]; reading the support of a row of one non-zero takes
  // C[0] and one register. One row, so that no coin decides.
  const std::string data = put("data.svm", "1 2:1\n");
  EXPECT_EQ(detail_of({"workers=1", "objective.name=least_squares", "objective.data.path=" + data,
                       "algorithm.view=MODEL"},
                      {"algorithm.view=SUPPORT"}),
            "step 1: recorded worker 0 read X[0], now worker 0 read X[1]");
}

TEST_F(Divergence, ARegisterOfAnotherSample) {
  // Of 50 rows, row i has one non-zero, at coordinate i. Other seeds draw other rows: iteration t
  // of the only worker reads X[row] at step 3t + 1.
  std::string rows;
  for (int i = 1; i <= 50; ++i) rows += "1 " + std::to_string(i) + ":1\n";
  const std::string data = put("data.svm", rows);
  const auto row = [](std::uint64_t seed, std::uint64_t t) { return Coins(seed, 0, t).index(50); };
  std::uint64_t t = 0;
  while (row(1, t) == row(2, t)) ++t;
  EXPECT_EQ(detail_of({"workers=1", "objective.name=least_squares", "objective.data.path=" + data},
                      {"seed=2"}),
            "step " + std::to_string(3 * t + 1) + ": recorded worker 0 read X[" +
                std::to_string(row(1, t)) + "], now worker 0 read X[" + std::to_string(row(2, t)) +
                "]");
}

TEST_F(Divergence, AnUpdateThatIsZero) {
  // At x_0 = (1, 0) there is no gradient in X[1].
  EXPECT_EQ(detail_of({"workers=1", "objective.dimension=2", "objective.initial=1,1"},
                      {"objective.initial=1,0"}),
            "step 4: recorded worker 0 fetch&add X[1], now worker 0 fetch&add C[0]");
}

TEST_F(Divergence, IsFoundOnTheSmallestStackToo) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "frames are larger than they are without AddressSanitizer";
#endif
  EXPECT_EQ(detail_of({"machine.stack_bytes=8192", "workers=1", "objective.dimension=2"},
                      {"objective.initial=1,0"}),
            "step 4: recorded worker 0 fetch&add X[1], now worker 0 fetch&add C[0]");
}

TEST_F(Divergence, AWorkerThatEndsEarlier) {
  // One iteration of two coordinates is 5 steps. Iteration 50 would begin with step 250, which with
  // T = 50 is the worker's last.
  EXPECT_EQ(
      detail_of({"adversary.name=sequential", "objective.dimension=2", "algorithm.iterations=100"},
                {"algorithm.iterations=50"}),
      "step 251: recorded worker 0 read X[0], now worker 0 no operation pending");
}

TEST_F(Divergence, AWorkerThatEndsEarlierThanOthers) {
  // Three workers in turn, one coordinate: an iteration is C[0], a read, an update; the workers go
  // through theirs side by side, 9 steps for 3 iterations. With T = 10 instead of 12, worker 0
  // takes t = 9, worker 1 takes t = 10 at step 28 and has ended, as has worker 2 at step 29. It is
  // worker 1's turn again at step 31.
  EXPECT_EQ(detail_of({"workers=3", "adversary.name=round_robin", "objective.dimension=1",
                       "algorithm.iterations=12"},
                      {"algorithm.iterations=10"}),
            "step 31: recorded worker 1 read X[0], now worker 1 no operation pending");
}

TEST_F(Divergence, AWorkerThatEndsLater) {
  // The recorded run has 100 iterations of 5 steps, and 4 last fetch&adds on C[0], which now begin
  // iterations 100 to 103. The trace ends there.
  EXPECT_EQ(
      detail_of({"adversary.name=sequential", "objective.dimension=2", "algorithm.iterations=100"},
                {"algorithm.iterations=150"}),
      "the workers' state differs after step 504, but not after step 0; worker, kind and register "
      "of every operation in between agree");
}

TEST_F(Divergence, ValuesAlone) {
  // 4 workers, 100 iterations of 5 steps, 4 last fetch&adds.
  EXPECT_EQ(
      detail_of({"objective.dimension=2", "algorithm.iterations=100"}, {"algorithm.step_size=0.2"}),
      "the registers differ after step 504, but not after step 0; worker, kind and register "
      "of every operation in between agree");
}

TEST_F(Divergence, ValuesAloneBetweenCheckpoints) {
  // 600,002 steps with checkpoints every 2^18 = 262144, of which the second is falsified.
  record(experiment_of({"workers=2", "objective.dimension=1", "objective.noise=1",
                        "algorithm.iterations=200000"}),
         path("t"));
  int chunks = 0;
  rewrite(path("t"), path("claimed"), [&](proto::Frame& frame) {
    if (frame.has_chunk() && ++chunks == 2) {
      proto::Checkpoint& checkpoint = *frame.mutable_chunk()->mutable_checkpoint();
      checkpoint.set_workers(checkpoint.workers() + 1);
    }
    return true;
  });
  const ReplayReport report = testing::replay(path("claimed"));
  EXPECT_TRUE(report.diverged);
  EXPECT_EQ(report.run.ending.detail,
            "the workers' state differs after step 524288, but not after step 262144; worker, kind "
            "and register of every operation in between agree");
  EXPECT_EQ(report.steps_agreed, 262144u);
}

TEST_F(Divergence, TheVerdict) {
  record(experiment_of({"limits.steps=100"}), path("t"));
  rewrite(path("t"), path("claimed"), [](proto::Frame& frame) {
    if (frame.has_footer()) frame.mutable_footer()->set_verdict(proto::WORKER_ERROR);
    return true;
  });
  const ReplayReport report = testing::replay(path("claimed"));
  EXPECT_TRUE(report.diverged);
  EXPECT_EQ(report.run.ending.detail, "recorded the verdict WORKER_ERROR, now STEP_LIMIT");
}

/// Whatever a trace says that is not so is found out by a replay.
class FalseTraces : public testing::InDirectory {
 protected:
  /// How the replay ends of a run of these settings if its footer is changed.
  std::string detail_of(const std::vector<std::string>& settings,
                        const std::function<void(proto::Footer&)>& change) {
    record(experiment_of(settings), path("t"));
    rewrite(path("t"), path("claimed"), [&](proto::Frame& frame) {
      if (frame.has_footer()) change(*frame.mutable_footer());
      return true;
    });
    return detail_of_claimed();
  }

  /// The same of a change of its chunk.
  std::string detail_of_chunk(const std::vector<std::string>& settings,
                              const std::function<void(proto::Chunk&)>& change) {
    record(experiment_of(settings), path("t"));
    rewrite(path("t"), path("claimed"), [&](proto::Frame& frame) {
      if (frame.has_chunk()) change(*frame.mutable_chunk());
      return true;
    });
    return detail_of_claimed();
  }

  std::string detail_of_claimed() {
    const ReplayReport report = testing::replay(path("claimed"));
    EXPECT_EQ(report.diverged, report.run.ending.verdict == proto::DIVERGED);
    EXPECT_NE(report.diverged, report.results_agreed);
    return report.diverged ? report.run.ending.detail : "as recorded";
  }
};

const std::vector<std::string> kTiny{"workers=2", "objective.dimension=1",
                                     "algorithm.iterations=3"};
// 3 iterations of 3 steps, and a last one of each worker.
const std::string kTinySteps = "11";

TEST_F(FalseTraces, Unchanged) {
  EXPECT_EQ(detail_of(kTiny, [](proto::Footer&) {}), "as recorded");
}

TEST_F(FalseTraces, TheVerdictOfARunThatIsOver) {
  EXPECT_EQ(detail_of(kTiny, [](auto& footer) { footer.set_verdict(proto::STOPPED); }),
            "recorded the verdict STOPPED, now COMPLETED");
  EXPECT_EQ(detail_of(kTiny, [](auto& footer) { footer.set_detail("so"); }),
            "recorded the verdict COMPLETED (so), now COMPLETED");
}

TEST_F(FalseTraces, TheVerdictOfARunThatIsNotOver) {
  // Worker 0 alone is scheduled, 3 steps: worker 1 is left.
  std::vector<std::string> settings = kTiny;
  settings.insert(settings.end(), {"adversary.name=round_robin",
                                   "adversary.crashes={worker: 0},{worker: 1 step: 3}"});
  const auto with = [&](proto::Verdict verdict, const std::string& detail) {
    return detail_of(settings, [&](proto::Footer& footer) {
      footer.set_verdict(verdict);
      footer.set_detail(detail);
    });
  };
  EXPECT_EQ(with(proto::ALL_CRASHED_OR_BLOCKED, ""), "as recorded");
  EXPECT_EQ(with(proto::STOPPED, "interrupted"), "as recorded");
  EXPECT_EQ(with(proto::ADVERSARY_ERROR, "the adversary failed"), "as recorded");
  const std::string left = ", now 2 workers have not ended";
  EXPECT_EQ(with(proto::COMPLETED, ""), "recorded the verdict COMPLETED" + left);
  EXPECT_EQ(with(proto::STEP_LIMIT, ""), "recorded the verdict STEP_LIMIT" + left);
  EXPECT_EQ(with(proto::STARVED, "all"), "recorded the verdict STARVED (all)" + left);
  EXPECT_EQ(with(proto::WORKER_ERROR, "it"), "recorded the verdict WORKER_ERROR (it)" + left);
  EXPECT_EQ(with(proto::MEMORY_LIMIT, ""), "recorded the verdict MEMORY_LIMIT" + left);
  EXPECT_EQ(with(proto::DIVERGED, ""), "recorded the verdict DIVERGED" + left);
  EXPECT_EQ(with(proto::ALL_CRASHED_OR_BLOCKED, "so"),
            "recorded the verdict ALL_CRASHED_OR_BLOCKED (so)" + left);
}

TEST_F(FalseTraces, Metrics) {
  EXPECT_EQ(detail_of(kTiny, [](auto& footer) { footer.mutable_metrics()->set_iterations(4); }),
            "recorded iterations = 4, now 3");
  EXPECT_EQ(detail_of(kTiny, [](auto& footer) { footer.clear_metrics(); }),
            "recorded iterations = none, now 3");
  EXPECT_EQ(detail_of(kTiny, [](auto& footer) { footer.mutable_metrics()->set_updates(7); }),
            "recorded updates = 7, now none");
  EXPECT_EQ(detail_of(kTiny,
                      [](auto& footer) {
                        footer.mutable_metrics()->mutable_delays_by_end()->set_maximum(99);
                      })
                .substr(0, 36),
            "recorded delays_by_end.maximum = 99,");
  // The last bit of a number.
  EXPECT_NE(detail_of(kTiny,
                      [](auto& footer) {
                        const double loss = footer.metrics().final_loss();
                        footer.mutable_metrics()->set_final_loss(std::nextafter(loss, 1.0));
                      }),
            "as recorded");
}

TEST_F(FalseTraces, TheLastCheckpoint) {
  EXPECT_EQ(detail_of_chunk(
                kTiny, [](proto::Chunk& chunk) { chunk.mutable_checkpoint()->set_registers(1); }),
            "the registers differ after step " + kTinySteps +
                ", but not after step 0; worker, kind and register of every operation in between "
                "agree");
}

TEST_F(FalseTraces, TheFinalState) {
  const std::string other =
      "the recorded final state is not that of the last checkpoint, after step " + kTinySteps;
  EXPECT_EQ(detail_of(kTiny, [](auto& footer) { footer.mutable_final()->set_workers(1); }), other);
  EXPECT_EQ(detail_of(kTiny, [](auto& footer) { footer.clear_final(); }), other);
}

TEST_F(FalseTraces, ACheckpointOfNoSteps) {
  record(experiment_of(kTiny), path("t"));
  rewrite(path("t"), path("claimed"), [](proto::Frame& frame) {
    if (!frame.has_chunk()) return true;
    proto::Chunk& chunk = *frame.mutable_chunk();
    chunk.set_steps(0);
    chunk.clear_schedule();
    chunk.clear_shapes();
    chunk.clear_submission_gaps();
    chunk.clear_submission_shapes();
    return true;
  });
  rewrite(path("claimed"), path("cut"), [](proto::Frame& frame) { return !frame.has_footer(); });
  const ReplayReport report = testing::replay(path("cut"));
  EXPECT_TRUE(report.diverged);
  EXPECT_FALSE(report.cut_short);
}

TEST_F(FalseTraces, AnEndBeforeTheEnd) {
  // The first of three chunks, as if it were all.
  record(experiment_of({"workers=2", "objective.dimension=1", "objective.noise=1",
                        "algorithm.iterations=200000"}),
         path("t"));
  proto::Checkpoint last;
  int chunks = 0;
  rewrite(path("t"), path("first"), [&](proto::Frame& frame) {
    if (frame.has_chunk()) last = frame.chunk().checkpoint();
    return !frame.has_chunk() || ++chunks == 1;
  });
  FrameReader reader(path("first"));
  FrameWriter writer(path("claimed"));
  proto::Checkpoint first;
  while (auto frame = reader.next()) {
    if (frame->has_chunk()) first = frame->chunk().checkpoint();
    writer.append(*frame);
  }
  proto::Frame end;
  end.mutable_footer()->set_verdict(proto::COMPLETED);
  end.mutable_footer()->set_steps(std::uint64_t{1} << 18);
  *end.mutable_footer()->mutable_final() = first;
  writer.append(end);
  writer.commit();
  EXPECT_EQ(detail_of_claimed(), "recorded the verdict COMPLETED, now 2 workers have not ended");
}

TEST_F(FalseTraces, OperationsThatAreNeverExecuted) {
  // With the limit, the last that both workers submit is pending for good: a read of X[0].
  std::vector<std::string> settings = kTiny;
  settings.insert(settings.end(), {"adversary.name=round_robin", "limits.steps=2"});
  std::string detail = detail_of_chunk(settings, [](proto::Chunk& chunk) {
    // Of each shape the last register.
    for (proto::Shape& shape : *chunk.mutable_shapes()) {
      proto::Segment& last = *shape.mutable_segments(shape.segments_size() - 1);
      last.set_first(last.first() + 7);
    }
  });
  EXPECT_NE(detail, "as recorded");
}

TEST_F(FalseTraces, MoreSubmissions) {
  EXPECT_EQ(
      detail_of_chunk(kTiny,
                      [](proto::Chunk& chunk) {
                        chunk.add_submission_gaps(5);
                        chunk.add_submission_shapes(0);
                      }),
      "recorded operations that workers submit before step " + kTinySteps + ", now none does");
}

TEST_F(FalseTraces, UpToAStepOnlyThatIsCompared) {
  record(experiment_of(kTiny), path("t"));
  rewrite(path("t"), path("claimed"), [&](proto::Frame& frame) {
    if (frame.has_footer()) frame.mutable_footer()->mutable_metrics()->set_iterations(99);
    return true;
  });
  ReplayRequest request;
  request.trace = path("claimed");
  request.until = 11;
  EXPECT_FALSE(testing::replay(request).diverged);
  request.until = 12;  // past the end
  EXPECT_TRUE(testing::replay(request).diverged);
}

TEST_F(FalseTraces, ResultsOfAnotherBuildAreNoDivergence) {
  record(experiment_of(kTiny), path("t"));
  rewrite(path("t"), path("claimed"), [&](proto::Frame& frame) {
    if (frame.has_header()) frame.mutable_header()->set_build("another");
    if (frame.has_footer()) frame.mutable_footer()->mutable_metrics()->set_iterations(99);
    return true;
  });
  const ReplayReport report = testing::replay(path("claimed"));
  EXPECT_FALSE(report.diverged);
  EXPECT_FALSE(report.results_agreed);
  ASSERT_EQ(report.run.notes.size(), 1u);
  EXPECT_EQ(report.run.notes.front(),
            "elsewhere the run came to something else: recorded iterations = 99, now " +
                std::to_string(report.run.metrics.iterations()));
}

struct Change {
  const char* name;
  std::vector<std::string> recorded;
  std::vector<std::string> others;
};

void PrintTo(const Change& change, std::ostream* out) {
  *out << change.name;
}

const std::string kDataFolder = HOGTIE_TEST_DATA;
const std::vector<std::string> kSmall{"workers=5", "algorithm.iterations=300",
                                      "objective.dimension=3"};

const std::vector<Change> kChanges{
    {"FewerIterations", kSmall, {"algorithm.iterations=200"}},
    {"HardlyFewerIterations", kSmall, {"algorithm.iterations=299"}},
    {"NoIterations", kSmall, {"algorithm.iterations=1"}},
    {"AZero", kSmall, {"objective.initial=1,0,1"}},
    {"AllZeros", kSmall, {"objective.initial=0"}},
    {"Objective",
     {"workers=5", "objective.dimension=10", "adversary.name=weighted"},
     {"objective={name: 'least_squares' data {path: '" + kDataFolder + "/diabetes.svm'}}"}},
    {"FewerIterationsInRuns",
     {"workers=3", "algorithm.iterations=50", "adversary.name=max_delay", "adversary.tau=6"},
     {"algorithm.iterations=31"}},
    {"UpdatesAreZeroAtTimes",
     {"objective.name=least_squares", "objective.data.path=" + kDataFolder + "/diabetes.svm",
      "algorithm.iterations=200"},
     {"objective={name: 'ridge' l2: 1 data {path: '" + kDataFolder + "/diabetes.svm'}}"}},
};

class FirstDifference : public testing::InDirectory,
                        public ::testing::WithParamInterface<Change> {};

INSTANTIATE_TEST_SUITE_P(, FirstDifference, ::testing::ValuesIn(kChanges),
                         [](const auto& tested) { return tested.param.name; });

// The same found by comparing two logs: of the run as recorded, and of the other experiment under
// the schedule of the first.
TEST_P(FirstDifference, IsReported) {
  Log recorded;
  record(experiment_of(GetParam().recorded), path("t"), &recorded);
  claim(path("t"), path("claimed"), GetParam().others);

  std::vector<std::string> settings = GetParam().recorded;
  settings.insert(settings.end(), GetParam().others.begin(), GetParam().others.end());
  proto::Experiment other = experiment_of(settings);
  other.clear_adversary();
  set(other, "adversary.name=replay");
  set(other, "adversary.trace=" + path("t"));
  Log now;
  record(other, path("other"), &now);

  const auto& expected = recorded.places();
  const auto& actual = now.places();
  std::size_t k = 0;
  while (k < expected.size() && k < actual.size() && expected[k] == actual[k]) ++k;
  std::string detail;
  if (k < expected.size()) {
    const std::string who = expected[k].substr(0, expected[k].find(' ', 7));  // "worker <number>"
    detail = "step " + std::to_string(k) + ": recorded " + expected[k] + ", now " +
             (k < actual.size() ? actual[k] : who + " no operation pending");
  } else {
    detail =
        "the registers differ after step " + std::to_string(k) +
        ", but not after step 0; worker, kind and register of every operation in between agree";
  }

  const ReplayReport report = replay_forced(path("claimed"));
  EXPECT_TRUE(report.diverged);
  EXPECT_EQ(report.run.ending.detail, detail);
  // With a reader of steps they are executed one by one.
  Log log;
  ReplayRequest request;
  request.trace = path("claimed");
  request.force = true;
  EXPECT_EQ(testing::replay(request, &log).run.ending.detail, detail);
}

}  // namespace
}  // namespace hogtie
