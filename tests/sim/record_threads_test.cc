#include "sim/recording/record_threads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/random/coins.h"
#include "sim/recording/linearize.h"
#include "sim/recording/operation_log.h"
#include "sim/recording/switch_counter.h"
#include "sim/studies/certify/certify_trace.h"
#include "sim/threads/versioned_memory.h"
#include "sim/threads/worker_tally.h"
#include "tests/core/testing_settings.h"
#include "tests/sim/machine_testing.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::error_of;
using testing::experiment_of;
using testing::with;
using Kind = OperationKind;

class RecordThreads : public testing::InDirectory {};

// Whatever is recorded replays to the same model, and every worker finds and adds the same words;
// record_threads throws otherwise. The trace replays like any other.
TEST_F(RecordThreads, ReplaysToTheBit) {
  const std::vector<std::vector<std::string>> kObjectives{
      {"objective.dimension=8", "objective.noise=0.2"},
      {"objective.name=ridge", "objective.data.path=" HOGTIE_TEST_DATA "/diabetes.svm",
       "algorithm.step_size=0.01"},
      {"objective.name=logistic",
       "objective.data.path=" +
           put("sparse.svm", "1 1:1 5:2\n0 2:1 3:0.5\n1 9:1\n0 1:0.5 9:-1\n1 5:1 7:3\n0\n")}};
  const std::vector<std::vector<std::string>> kAlgorithms{
      {"algorithm.iterations=4000"},
      {"algorithm.iterations=4000", "algorithm.view=MODEL", "machine.layout=CACHE_LINE"},
      {"algorithm.name=full_sgd", "algorithm.iterations=300", "algorithm.epochs=12"}};
  std::uint64_t switches = 0;
  for (const auto& objective : kObjectives) {
    for (const auto& algorithm : kAlgorithms) {
      for (const std::string workers : {"2", "4", "8"}) {
        const auto settings = with(with(objective, algorithm),
                                   {"machine=threads", "workers=" + workers, "seed=" + workers});
        const RunSetup setup(experiment_of(settings));
        ThreadRecording recording;
        recording.trace = path("t");
        recording.verifies = true;
        const RecordedThreads recorded = record_threads(setup, recording, {});
        ASSERT_EQ(recorded.threads.ending.verdict, proto::COMPLETED);
        EXPECT_EQ(recorded.metrics.steps(), recorded.operations);
        EXPECT_EQ(recorded.metrics.iterations(), recorded.threads.total.ended);
        switches += recorded.switches;
        const ReplayReport replayed = testing::replay(path("t"));
        EXPECT_FALSE(replayed.diverged) << replayed.run.ending.detail;
        EXPECT_EQ(replayed.run.metrics.SerializeAsString(), recorded.metrics.SerializeAsString());
        for (const Finding& finding :
             certify_trace(path("t"), {.data = testing::data_of(path("t"))}, {}).findings) {
          EXPECT_NE(finding.standing, Standing::kViolated) << finding.what;
        }
      }
    }
  }
  // Threads that never overlap would prove nothing.
  EXPECT_GT(switches, 100u);
}

TEST_F(RecordThreads, AnInterruptLeavesATrace) {
  const RunSetup setup(
      experiment_of({"workers=2", "algorithm.iterations=1000000000000", "machine=threads"}));
  std::atomic<bool> interrupted = false;
  ThreadsWatch watch;
  watch.interrupted = &interrupted;
  watch.progress = [&](std::uint64_t iterations) { interrupted = iterations > 1000; };
  ThreadRecording recording;
  recording.trace = path("t");
  const RecordedThreads recorded = record_threads(setup, recording, watch);
  EXPECT_EQ(recorded.threads.ending.verdict, proto::STOPPED);
  EXPECT_GT(recorded.metrics.iterations(), 1000u);
  EXPECT_FALSE(testing::replay(path("t")).diverged);
}

// What a recording of ten seconds leaves to be simulated may take a minute and more.
TEST_F(RecordThreads, AnInterruptLeavesTheFirstStepsWhereThereIsNoTimeForAll) {
  const RunSetup setup(
      experiment_of({"workers=2", "algorithm.iterations=1000000000000", "machine=threads"}));
  std::atomic<bool> interrupted = false;
  ThreadsWatch watch;
  watch.interrupted = &interrupted;
  watch.progress = [&](std::uint64_t iterations) { interrupted = iterations > 100'000; };
  ThreadRecording recording;
  recording.trace = path("t");
  recording.verifies = true;
  recording.after_interrupt = std::chrono::milliseconds(0);
  const RecordedThreads recorded = record_threads(setup, recording, watch);
  EXPECT_EQ(recorded.threads.ending.verdict, proto::STOPPED);
  EXPECT_GT(recorded.simulated, 0u);
  EXPECT_LT(recorded.simulated, recorded.operations);
  const ReplayReport replayed = testing::replay(path("t"));
  EXPECT_FALSE(replayed.diverged) << replayed.run.ending.detail;
  EXPECT_EQ(replayed.run.ending.verdict, proto::STOPPED);
  EXPECT_EQ(replayed.run.metrics.steps(), recorded.simulated);
}

TEST(SwitchCounter, ByHand) {
  const Machine machine(testing::small_machine(3, 1));
  SwitchCounter counter;
  for (const std::vector<std::uint32_t>& block :
       std::vector<std::vector<std::uint32_t>>{{0, 0, 1}, {1, 2, 2}, {}, {0}}) {
    Tape tape;
    tape.set_schedule(block);
    EXPECT_FALSE(counter.read(tape, machine.execution()).has_value());
  }
  EXPECT_EQ(counter.switches(), 3U);
}

// The threads are done; what is interrupted is the simulation of what they did.
TEST_F(RecordThreads, AnInterruptOfTheSimulationLeavesAPrefix) {
  const RunSetup setup(experiment_of(
      {"workers=2", "algorithm.iterations=200000", "objective.noise=0.1", "machine=threads"}));
  std::atomic<bool> interrupted = false;
  ThreadsWatch watch;
  watch.interrupted = &interrupted;
  watch.simulated = [&](std::uint64_t steps, std::uint64_t all) {
    EXPECT_GE(all, steps);
    interrupted = steps > 0;
  };
  ThreadRecording recording;
  recording.trace = path("t");
  const RecordedThreads recorded = record_threads(setup, recording, watch);
  EXPECT_EQ(recorded.threads.ending.verdict, proto::COMPLETED);
  EXPECT_GT(recorded.simulated, 0u);
  EXPECT_LT(recorded.simulated, recorded.operations);
  EXPECT_LE(recorded.switches, recorded.simulated);
  const ReplayReport replayed = testing::replay(path("t"));
  EXPECT_FALSE(replayed.diverged);
  EXPECT_EQ(replayed.run.metrics.steps(), recorded.simulated);
}

// With next to no memory all goes through the file, of which nothing is left.
TEST_F(RecordThreads, BlocksOfLogsComeBackFromTheFile) {
  constexpr std::size_t kBlocks = 40;
  constexpr std::size_t kBytes = 100'000;
  const auto content = [](std::size_t block, std::size_t k) {
    return static_cast<std::uint8_t>(block * 7 + k / 3);
  };
  for (const std::size_t memory : {std::size_t{0}, 10 * kBytes, 100 * kBytes}) {
    LogSpool spool(path("t"), memory);
    for (std::size_t b = 0; b < kBlocks; ++b) {
      LogBlock block{std::make_unique<std::uint8_t[]>(kBytes + 1), kBytes};
      for (std::size_t k = 0; k < kBytes; ++k) block.bytes[k] = content(b, k);
      EXPECT_EQ(spool.keep(std::move(block)), b);
    }
    std::vector<std::uint8_t> buffer;
    for (std::size_t b = kBlocks; b-- > 0;) {
      const auto bytes = spool.read(b, buffer);
      ASSERT_EQ(bytes.size(), kBytes);
      for (std::size_t k = 0; k < kBytes; ++k) ASSERT_EQ(bytes[k], content(b, k));
    }
    const LogSpool::Spilled spilled = spool.spilled();
    EXPECT_EQ(spilled.bytes, kBlocks * kBytes - std::min(memory, kBlocks * kBytes));
    EXPECT_LE(spilled.on_disk, spilled.bytes);
    EXPECT_TRUE(std::filesystem::is_empty(path("")));
  }
}

TEST_F(RecordThreads, ALogThatCannotBeWritten) {
  LogSpool spool(path("nowhere/t"), 0);
  const auto keep = [&] {
    for (int k = 0; k < 100; ++k) {
      spool.keep({std::make_unique<std::uint8_t[]>(1 << 20), 1 << 20});
    }
  };
  const std::string expected =
      "cannot write '" + path("nowhere/t") +
      "': No such file or directory; create its directory or give another path";
  EXPECT_EQ(error_of(keep), expected);
  // What is left of the log is not to be taken for a log.
  EXPECT_EQ(error_of([&] { spool.check(); }), expected);
}

TEST_F(RecordThreads, WhatCannotBeRecorded) {
  ThreadRecording recording;
  recording.trace = path("t");
  const auto error = [&](const std::vector<std::string>& settings) {
    const RunSetup setup(experiment_of(with(settings, {"machine=threads"})));
    return error_of([&] { record_threads(setup, recording, {}); });
  };
  EXPECT_EQ(error({"machine.order=RACY"}),
            "machine.order=RACY cannot be recorded exactly: plain stores wait in store buffers, so "
            "that no order of the steps need exist; set machine.order=SEQ_CST or RELAXED");
  EXPECT_NE(error({"limits.steps=3"}).find("limits.steps"), std::string::npos);
  recording.has_wide_compare_and_swap = false;
  EXPECT_EQ(error({}),
            "recording threads needs a 16-byte compare&swap (cmpxchg16b), which this processor "
            "lacks; run without '--trace'");
}

// Random lists and single operations come back as they were logged.
TEST(OperationLog, RoundTrip) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Coins coins(seed, 0, 0);
    const std::vector<std::uint32_t> one{0, 3, 4, 9};
    const std::vector<std::uint32_t> other{1, 2};
    LogSpool spool("");
    OperationLog log(10, spool);
    std::vector<std::uint64_t> versions(10);
    std::vector<LoggedOperation> expected;
    const auto next = [&](std::uint32_t target) {
      constexpr std::array<std::uint64_t, 4> kFar{1, 2, 200, std::uint64_t{1} << 40};
      return versions[target] += coins.index(kFar[coins.index(4)]);
    };
    for (int k = 0; k < 300; ++k) {
      const std::uint64_t what = coins.index(4);
      if (what == 3) {
        const auto target = static_cast<std::uint32_t>(coins.index(10));
        const bool changes = coins.index(2) == 0;
        const std::uint64_t version = next(target);
        log.single(Kind::kCompareAndSwap, target, version, changes);
        expected.push_back({Kind::kCompareAndSwap, target, version, changes, 0});
        if (changes) ++versions[target];
        continue;
      }
      const auto& list = coins.index(2) == 0 ? one : other;
      const Kind kind = what == 0   ? Kind::kRead
                        : what == 1 ? Kind::kFetchAdd
                                    : Kind::kGuardedFetchAdd;
      const std::uint64_t epoch = coins.index(1000);
      OperationLog::Entries entries = log.begin_list(kind, list, epoch);
      for (const std::uint32_t target : list) {
        const std::uint64_t entry = kind == Kind::kRead ? 2 : coins.index(4);
        if (entry == 0) {
          entries.dropped();
        } else if (entry == 1 && kind == Kind::kGuardedFetchAdd) {
          entries.refused();
          expected.push_back({kind, target, 0, false, epoch});
        } else {
          const std::uint64_t version = next(target);
          const bool changes = kind != Kind::kRead;
          entries.operated(version, changes);
          expected.push_back({kind, target, version, changes, epoch});
          if (changes) ++versions[target];
        }
      }
      log.end_list(entries);
    }
    OperationLog::Reader reader(log);
    for (const LoggedOperation& operation : expected) {
      ASSERT_NE(reader.current(), nullptr);
      ASSERT_EQ(reader.current()->kind, operation.kind);
      ASSERT_EQ(reader.current()->target, operation.target);
      ASSERT_EQ(reader.current()->changes, operation.changes);
      const bool guarded = operation.kind == Kind::kGuardedFetchAdd;
      if (!guarded || operation.changes) {
        ASSERT_EQ(reader.current()->version, operation.version);
      }
      if (guarded) {
        ASSERT_EQ(reader.current()->epoch, operation.epoch);
      }
      reader.advance();
    }
    EXPECT_EQ(reader.current(), nullptr);
  }
}

// X[0], X[1], C[0] and C[1], the guard; a thread for each.
class Logs {
 public:
  explicit Logs(std::uint32_t threads) {
    for (std::uint32_t t = 0; t < threads; ++t) {
      records.push_back(std::make_unique<ThreadRecord>(kLayout.size(), spool));
    }
  }
  OperationLog& operator[](std::uint32_t thread) { return records[thread]->log; }

  std::vector<std::uint32_t> schedule(const std::vector<std::uint64_t>& versions) {
    Linearization linearization(kLayout, versions, records);
    std::vector<std::uint32_t> all;
    for (auto more = linearization.next_stretch(); !more.empty();
         more = linearization.next_stretch()) {
      all.insert(all.end(), more.begin(), more.end());
    }
    return all;
  }
  std::string error(const std::vector<std::uint64_t>& versions) {
    return error_of([&] { schedule(versions); });
  }

  static constexpr RegisterLayout kLayout{2, 2, 0, 1};
  LogSpool spool{""};
  std::vector<std::unique_ptr<ThreadRecord>> records;
};

// Thread 0 reads what thread 1 made, and makes what thread 1 reads; thread 0 reads X[1] before it
// is changed.
TEST(Linearization, FollowsVersions) {
  Logs logs(2);
  logs[0].single(Kind::kRead, 1, 0, false);
  logs[0].single(Kind::kRead, 0, 1, false);
  logs[0].single(Kind::kFetchAdd, 0, 1, true);
  logs[1].single(Kind::kFetchAdd, 0, 0, true);
  logs[1].single(Kind::kRead, 0, 2, false);
  logs[1].single(Kind::kFetchAdd, 1, 0, true);
  EXPECT_EQ(logs.schedule({2, 1, 0, 0}), (std::vector<std::uint32_t>{0, 1, 0, 0, 1, 1}));
}

// A guarded fetch&add in epoch 0 comes before the guard moves to 1, one refused after it.
TEST(Linearization, FollowsTheGuard) {
  Logs logs(3);
  const std::vector<std::uint32_t> list{0, 1};
  OperationLog::Entries refused = logs[0].begin_list(Kind::kGuardedFetchAdd, list, 0);
  refused.refused();
  refused.refused();
  logs[0].end_list(refused);
  logs[1].single(Kind::kCompareAndSwap, 3, 0, true);
  logs.records[1]->moves.push_back({0, 1});
  OperationLog::Entries applied = logs[2].begin_list(Kind::kGuardedFetchAdd, list, 0);
  applied.operated(0, true);
  applied.operated(0, true);
  logs[2].end_list(applied);
  EXPECT_EQ(logs.schedule({1, 1, 0, 1}), (std::vector<std::uint32_t>{2, 2, 1, 0, 0}));
}

// Any operation that changes the guard moves it.
TEST(VersionedMemory, RecordsEveryMoveOfTheGuard) {
  LogSpool spool("");
  ThreadRecord record(Logs::kLayout.size(), spool);
  VersionedCells cells(Logs::kLayout, proto::PACKED);
  WorkerTally tally;
  const std::atomic<bool> stop{false};
  VersionedMemory<true> memory(cells, tally, &record, {0, 1, 16, 0, stop});
  const CounterRegister guard{1};
  memory.fetch_add(guard, 2);
  memory.write(guard, 5);
  memory.compare_and_swap(guard, 5, Versioned::kSeals - 1);
  memory.compare_and_swap(guard, 5, 6);  // finds another value
  std::vector<std::pair<std::uint64_t, std::uint64_t>> moves;
  for (const ThreadRecord::Move& move : record.moves) moves.emplace_back(move.version, move.epoch);
  EXPECT_EQ(moves, (std::vector<std::pair<std::uint64_t, std::uint64_t>>{
                       {0, 2}, {1, 5}, {2, Versioned::kSeals - 1}}));
  // An epoch beside the version has 16 bits.
  EXPECT_THROW(memory.write(guard, Versioned::kSeals), std::overflow_error);
}

TEST(Linearization, RejectsAMissingOperation) {
  Logs logs(2);
  logs[0].single(Kind::kFetchAdd, 0, 0, true);
  logs[1].single(Kind::kRead, 0, 2, false);
  EXPECT_EQ(logs.error({2, 0, 0, 0}),
            "the logs have 1 changes of X[0], which has been changed 2 times; they are not of one "
            "run");
  EXPECT_EQ(logs.error({1, 0, 0, 0}),
            "the logs contradict each other: worker 1 read X[0] at version 2: nobody made that "
            "version");
}

TEST(Linearization, RejectsTwoOfOneVersion) {
  Logs logs(2);
  logs[0].single(Kind::kFetchAdd, 0, 0, true);
  logs[1].single(Kind::kFetchAdd, 0, 0, true);
  EXPECT_EQ(logs.error({2, 0, 0, 0}),
            "the logs contradict each other: no order has these first: worker 1 fetch&add X[0] at "
            "version 0");
}

TEST(Linearization, RejectsACycle) {
  Logs logs(2);
  logs[0].single(Kind::kRead, 0, 1, false);
  logs[0].single(Kind::kFetchAdd, 1, 0, true);
  logs[1].single(Kind::kRead, 1, 1, false);
  logs[1].single(Kind::kFetchAdd, 0, 0, true);
  EXPECT_EQ(logs.error({1, 1, 0, 0}),
            "the logs contradict each other: no order has these first: worker 0 read X[0] at "
            "version 1, worker 1 read X[1] at version 1");
}

}  // namespace
}  // namespace hogtie
