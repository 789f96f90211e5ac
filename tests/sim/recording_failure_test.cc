#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "sim/recording/record_threads.h"
#include "tests/sim/replay_testing.h"

namespace {

// What threads log goes into blocks of this size.
constexpr std::size_t kBlock = std::size_t{1} << 20;

std::atomic<int> blocks_left{0};  // before there is no memory for one; none: no such limit

}  // namespace

void* operator new[](std::size_t size) {
  const bool fails = size == kBlock && blocks_left > 0 && --blocks_left == 0;
  void* const memory = fails ? nullptr : std::malloc(size);  // NOLINT(*-no-malloc)
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void operator delete[](void* memory) noexcept {
  std::free(memory);  // NOLINT(*-no-malloc)
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);  // NOLINT(*-no-malloc)
}

namespace hogtie {
namespace {

class RecordingFailure : public testing::InDirectory {};

// The run would have no end but by the worker that finds no memory for the next block of its log:
// every other one is stopped, and the trace has what all of them did until then.
TEST_F(RecordingFailure, AWorkerThatThrowsLeavesATrace) {
  for (const bool full : {false, true}) {
    for (const int blocks : {1, 4}) {
      std::vector<std::string> settings{"workers=3", "objective.noise=0.1", "machine=threads",
                                        "algorithm.iterations=100000000000"};
      if (full) settings.insert(settings.end(), {"algorithm=full_sgd", "algorithm.epochs=3"});
      const RunSetup setup(testing::experiment_of(settings));
      ThreadRecording recording;
      recording.trace = path("t");
      recording.verifies = true;
      blocks_left = blocks;
      const RecordedThreads recorded = record_threads(setup, recording, {});
      EXPECT_EQ(blocks_left, 0);
      EXPECT_EQ(recorded.threads.ending.verdict, proto::WORKER_ERROR);
      EXPECT_TRUE(recorded.threads.ending.detail.ends_with(" failed: std::bad_alloc"))
          << recorded.threads.ending.detail;
      EXPECT_EQ(recorded.simulated, recorded.operations);
      EXPECT_EQ(recorded.metrics.iterations(), recorded.threads.total.ended);
      const ReplayReport replayed = testing::replay(path("t"));
      EXPECT_FALSE(replayed.diverged) << replayed.run.ending.detail;
      EXPECT_EQ(replayed.run.metrics.SerializeAsString(), recorded.metrics.SerializeAsString());
    }
  }
}

}  // namespace
}  // namespace hogtie
