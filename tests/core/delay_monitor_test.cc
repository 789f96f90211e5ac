#include "core/monitors/delay_monitor.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <vector>

#include "core/monitors/contention_monitor.h"
#include "core/monitors/metrics.h"

namespace hogtie {
namespace {

constexpr std::uint32_t kGuard = 3;  // the number of C[1]

// Two doubles X[0], X[1] and two counters C[0], C[1], operated on step by step.
class IterationConductor {
 public:
  explicit IterationConductor(std::uint32_t workers)
      : execution_({2, 2}, workers, 0),
        monitor_(workers, [this](const IterationRecord& record) { records.push_back(record); }) {
    monitor_.follow_delay_sums();
  }

  DelayMonitor& monitor() { return monitor_; }

  void begin(std::uint32_t worker) {
    step(worker, {OperationKind::kFetchAdd, 2, 1});
    monitor_.iteration_begun(execution_, worker, next_iteration_++, steps_ - 1);
  }
  void read(std::uint32_t worker, std::uint32_t target) {
    step(worker, {OperationKind::kRead, target});
  }
  void add(std::uint32_t worker, std::uint32_t target) {
    step(worker, {OperationKind::kFetchAdd, target, to_word(0.5)});
  }
  void guarded_add(std::uint32_t worker, std::uint32_t target, bool applied) {
    step(worker, {OperationKind::kGuardedFetchAdd, target, to_word(0.5), 0, kGuard}, applied);
  }
  void end(std::uint32_t worker) { monitor_.iteration_ended(execution_, worker, 0, steps_ - 1); }

  std::vector<IterationRecord> records;

 private:
  void step(std::uint32_t worker, const Operation& operation, bool applied = true) {
    const std::uint64_t number = steps_++;
    monitor_.step(execution_, {number, worker, operation, {0, applied}});
  }

  Execution execution_;
  std::uint64_t steps_ = 0;
  std::uint64_t next_iteration_ = 0;
  DelayMonitor monitor_;
};

// The construction of Theorem 5.1 with τ = 2: worker 0 reads x_0, worker 1 runs two iterations,
// then worker 0 applies its stale gradient.
//   steps 0-2    worker 0 begins iteration 0, reads X[0], X[1]
//   steps 3-7    worker 1: all of iteration 1, with its updates at 6 and 7
//   steps 8-12   worker 1: all of iteration 2, with its updates at 11 and 12
//   steps 13-14  worker 0 updates X[0], X[1]
TEST(DelayMonitor, FollowsAStaleGradient) {
  IterationConductor c(2);
  c.begin(0);
  c.read(0, 0);
  c.read(0, 1);
  for (int k = 0; k < 2; ++k) {
    c.begin(1);
    c.read(1, 0);
    c.read(1, 1);
    c.add(1, 0);
    c.add(1, 1);
    c.end(1);
  }
  EXPECT_TRUE(c.records.empty());  // all overlap iteration 0, which is in progress
  c.add(0, 0);
  c.add(0, 1);
  c.end(0);
  c.monitor().finish();

  ASSERT_EQ(c.records.size(), 3U);
  EXPECT_EQ(c.records[0].step, (ByOrder<std::uint64_t>{0, 13, 14}));
  EXPECT_EQ(c.records[1].step, (ByOrder<std::uint64_t>{3, 6, 7}));
  EXPECT_EQ(c.records[2].step, (ByOrder<std::uint64_t>{8, 11, 12}));
  EXPECT_EQ(c.records[0].position, (ByOrder<std::uint64_t>{0, 2, 2}));
  EXPECT_EQ(c.records[1].position, (ByOrder<std::uint64_t>{1, 0, 0}));
  EXPECT_EQ(c.records[2].position, (ByOrder<std::uint64_t>{2, 1, 1}));
  EXPECT_EQ(c.records[0].reads, (std::vector<Access>{{1, 0}, {2, 1}}));
  EXPECT_EQ(c.records[0].updates, (std::vector<Access>{{13, 0}, {14, 1}}));

  // Iteration 0 overlaps both others, each of which overlaps it alone.
  EXPECT_EQ(c.records[0].contention, 2U);
  EXPECT_EQ(c.records[1].contention, 1U);
  EXPECT_EQ(c.records[2].contention, 1U);
  EXPECT_EQ(c.monitor().contention_max(), 2U);
  EXPECT_DOUBLE_EQ(c.monitor().contention_mean(), 4.0 / 3.0);

  // By start, 1 and 2 miss the updates of 0: delays 1 - 0 and 2 - 0. By first update and by end, 0
  // is last, at 2, and misses the updates of 1, at 0.
  EXPECT_EQ(c.records[0].delay, (ByOrder<std::uint64_t>{0, 2, 2}));
  EXPECT_EQ(c.records[1].delay, (ByOrder<std::uint64_t>{1, 0, 0}));
  EXPECT_EQ(c.records[2].delay, (ByOrder<std::uint64_t>{2, 0, 0}));

  // By start: after t = 0 both 1 and 2 reach back to 0. By end: iteration 0 alone, to either other.
  EXPECT_EQ(c.monitor().delay_sum_max(kByStart), 2U);
  EXPECT_EQ(c.monitor().delay_sum_max(kByFirstUpdate), 1U);
  EXPECT_EQ(c.monitor().delay_sum_max(kByEnd), 1U);

  // Delays by start 0, 1, 2; by end 0, 0, 2: of three, half is two, 90 % is all.
  proto::Metrics metrics;
  report(c.monitor(), metrics);
  EXPECT_EQ(metrics.iterations(), 3U);
  EXPECT_EQ(metrics.tau_max(), 2U);
  EXPECT_DOUBLE_EQ(metrics.tau_avg(), 4.0 / 3.0);
  EXPECT_EQ(metrics.delays_by_start().maximum(), 2U);
  EXPECT_DOUBLE_EQ(metrics.delays_by_start().mean(), 1.0);
  EXPECT_EQ(metrics.delays_by_start().median(), 1U);
  EXPECT_EQ(metrics.delays_by_start().p90(), 2U);
  EXPECT_EQ(metrics.delays_by_first_update().median(), 0U);
  EXPECT_EQ(metrics.delays_by_end().median(), 0U);
  EXPECT_DOUBLE_EQ(metrics.delays_by_end().mean(), 2.0 / 3.0);
  EXPECT_EQ(metrics.delays_by_end().p99(), 2U);
}

// Worker 0 stalls between its two updates, at 3 and 9; worker 1 runs iteration 1 meanwhile:
//   0 begin 0, 1 read X[0], 2 read X[1], 3 add X[0],
//   4 begin 1, 5 read X[0], 6 read X[1], 7 add X[0], 8 add X[1],
//   9 add X[1].
// Iteration 1 sees the update of 3 and misses that of 9: delay 1 by start and by first update. By
// end it is first, and iteration 0 misses its updates: delay 1.
TEST(DelayMonitor, MissesHalfAnUpdate) {
  IterationConductor c(2);
  c.begin(0);
  c.read(0, 0);
  c.read(0, 1);
  c.add(0, 0);
  c.begin(1);
  c.read(1, 0);
  c.read(1, 1);
  c.add(1, 0);
  c.add(1, 1);
  c.end(1);
  c.add(0, 1);
  c.end(0);
  c.monitor().finish();
  ASSERT_EQ(c.records.size(), 2U);
  EXPECT_EQ(c.records[0].delay, (ByOrder<std::uint64_t>{0, 0, 1}));
  EXPECT_EQ(c.records[1].delay, (ByOrder<std::uint64_t>{1, 1, 0}));
}

// As before, but iteration 1 reads and updates X[0] alone, so neither view misses anything that it
// should have seen in the orders by start and by first update: the update of X[1] at the end is to
// no register that it read. By end, iteration 0 read X[0] before iteration 1 updated it.
TEST(DelayMonitor, CountsRegistersThatWereReadAndUpdated) {
  IterationConductor c(2);
  c.begin(0);
  c.read(0, 0);
  c.read(0, 1);
  c.add(0, 0);
  c.begin(1);
  c.read(1, 0);
  c.add(1, 0);
  c.end(1);
  c.add(0, 1);
  c.end(0);
  c.monitor().finish();
  ASSERT_EQ(c.records.size(), 2U);
  EXPECT_EQ(c.records[0].delay, (ByOrder<std::uint64_t>{0, 0, 1}));
  EXPECT_EQ(c.records[1].delay, (ByOrder<std::uint64_t>{0, 0, 0}));
}

// Iteration 0 reads and makes no update, around iteration 1, which updates what it read. Its first
// update is its end, step 5: the last in all orders but by start.
//   0 begin 0, 1 read X[0], 2 begin 1, 3 read X[0], 4 add X[0], 5 read X[1] by worker 0
TEST(DelayMonitor, TakesTheEndForAFirstUpdateThatIsMissing) {
  IterationConductor c(2);
  c.begin(0);
  c.read(0, 0);
  c.begin(1);
  c.read(1, 0);
  c.add(1, 0);
  c.end(1);
  c.read(0, 1);
  c.end(0);
  c.monitor().finish();
  ASSERT_EQ(c.records.size(), 2U);
  EXPECT_EQ(c.records[0].step, (ByOrder<std::uint64_t>{0, 5, 5}));
  EXPECT_EQ(c.records[0].position, (ByOrder<std::uint64_t>{0, 1, 1}));
  EXPECT_EQ(c.records[0].delay, (ByOrder<std::uint64_t>{0, 1, 1}));
  EXPECT_EQ(c.records[1].delay, (ByOrder<std::uint64_t>{0, 0, 0}));  // nobody misses iteration 0
}

// An iteration that ends with the step that began it: it takes part in the orders and no more.
TEST(DelayMonitor, TakesAnIterationWithoutOperations) {
  IterationConductor c(1);
  c.begin(0);
  c.end(0);
  c.begin(0);
  c.end(0);
  c.monitor().finish();
  ASSERT_EQ(c.records.size(), 2U);
  EXPECT_EQ(c.records[0].step, (ByOrder<std::uint64_t>{0, 0, 0}));
  EXPECT_EQ(c.records[1].position, (ByOrder<std::uint64_t>{1, 1, 1}));
  EXPECT_EQ(c.monitor().ended(), 2U);
  EXPECT_EQ(c.monitor().contention_max(), 0U);
}

// Worker 0 stops between its updates of X[0], at 6, and X[1]. Iteration 1 read X[0] before, at 4,
// so it misses the first; iteration 2 reads both after 6, and the second never happens.
TEST(DelayMonitor, DoesNotMissWhatARunThatIsOverLeftUnapplied) {
  IterationConductor c(2);
  c.begin(0);    // 0
  c.read(0, 0);  // 1
  c.read(0, 1);  // 2
  c.begin(1);    // 3
  c.read(1, 0);  // 4
  c.read(1, 1);  // 5
  c.add(0, 0);   // 6
  c.add(1, 0);   // 7
  c.end(1);
  c.begin(1);    // 8
  c.read(1, 0);  // 9
  c.read(1, 1);  // 10
  c.add(1, 1);   // 11
  c.end(1);
  EXPECT_TRUE(c.records.empty());
  c.monitor().finish();
  ASSERT_EQ(c.records.size(), 3U);
  EXPECT_FALSE(c.records[0].ended);
  EXPECT_EQ(c.records[0].step, (ByOrder<std::uint64_t>{0, 6, kNoStep}));
  EXPECT_EQ(c.records[0].position, (ByOrder<std::uint64_t>{0, 0, kNoStep}));
  EXPECT_EQ(c.records[0].contention, 2U);
  // By first update iteration 1 is at 1, behind iteration 0; by end, iteration 0 is nowhere.
  EXPECT_EQ(c.records[1].delay, (ByOrder<std::uint64_t>{1, 1, 0}));
  EXPECT_EQ(c.records[2].delay, (ByOrder<std::uint64_t>{0, 0, 0}));
  EXPECT_EQ(c.monitor().begun(), 3U);
  EXPECT_EQ(c.monitor().ended(), 2U);
  EXPECT_EQ(c.monitor().contention_max(), 1U);
  EXPECT_DOUBLE_EQ(c.monitor().contention_mean(), 1.0);
}

// A known crash lets others become final, and overlaps nothing that begins later.
TEST(DelayMonitor, NeedNotWaitForACrashedWorker) {
  IterationConductor c(2);
  c.begin(0);
  c.read(0, 0);
  c.begin(1);
  c.monitor().worker_crashed(0);
  c.end(1);
  c.begin(1);
  c.end(1);
  EXPECT_EQ(c.records.size(), 3U);
  EXPECT_EQ(c.monitor().kept(), 0U);
  c.monitor().finish();
  EXPECT_EQ(c.records[0].contention, 1U);
  EXPECT_EQ(c.records[1].contention, 1U);
  EXPECT_EQ(c.records[2].contention, 0U);
}

// A worker that was given up too early is not followed for the rest of that iteration.
TEST(DelayMonitor, FollowsAWorkerThatCrashedFromItsNextIterationOn) {
  IterationConductor c(1);
  c.begin(0);
  c.monitor().worker_crashed(0);
  c.add(0, 0);
  c.end(0);
  c.begin(0);
  c.add(0, 1);
  c.end(0);
  c.monitor().finish();
  ASSERT_EQ(c.records.size(), 2U);
  EXPECT_FALSE(c.records[0].ended);
  EXPECT_TRUE(c.records[0].updates.empty());
  EXPECT_EQ(c.records[1].updates, (std::vector<Access>{{3, 1}}));
  EXPECT_EQ(c.monitor().ended(), 1U);
}

// Of two reads and of two updates of one register the last counts, in whatever order the registers
// come: iteration 0 reads X[1], X[0], X[1]; its view of X[1] is that of step 5, after iteration 1
// has updated it at 4. Iteration 1 updates X[0] at 3, before the read at 6.
TEST(DelayMonitor, TakesTheFirstReadOfARegister) {
  IterationConductor c(2);
  c.begin(0);    // 0
  c.read(0, 1);  // 1
  c.begin(1);    // 2
  c.add(1, 0);   // 3
  c.add(1, 1);   // 4
  c.end(1);
  c.read(0, 1);  // 5
  c.read(0, 0);  // 6
  c.add(0, 0);   // 7
  c.end(0);
  c.monitor().finish();
  ASSERT_EQ(c.records.size(), 2U);
  EXPECT_EQ(c.records[0].reads, (std::vector<Access>{{6, 0}, {1, 1}}));
  // It misses the update at step 4, of an iteration that begins later, and updates and ends before.
  EXPECT_EQ(c.records[0].delay, (ByOrder<std::uint64_t>{0, 1, 1}));
}

// A guarded fetch&add that finds its guard changed is no update; operations on counters, and
// outside iterations, are none of an iteration's.
TEST(DelayMonitor, IgnoresWhatDidNotReachTheModel) {
  IterationConductor c(2);
  c.add(0, 0);
  c.begin(0);
  c.read(0, 3);
  c.guarded_add(0, 0, false);
  c.guarded_add(0, 1, true);
  c.end(0);
  c.monitor().finish();
  ASSERT_EQ(c.records.size(), 1U);
  EXPECT_TRUE(c.records[0].reads.empty());
  EXPECT_EQ(c.records[0].updates, (std::vector<Access>{{4, 1}}));
  EXPECT_EQ(c.records[0].step, (ByOrder<std::uint64_t>{1, 4, 4}));
}

TEST(DelayMonitor, RefusesEventsOutOfPlace) {
  IterationConductor c(1);
  EXPECT_THROW(c.end(0), std::logic_error);
  c.begin(0);
  EXPECT_THROW(c.begin(0), std::logic_error);
}

// Workers take turns of an iteration each, so that no two overlap: nothing is kept for long.
TEST(DelayMonitor, KeepsNoMoreThanOverlaps) {
  IterationConductor c(2);
  for (std::uint32_t k = 0; k < 1000; ++k) {
    c.begin(k % 2);
    c.read(k % 2, 0);
    c.add(k % 2, 0);
    c.end(k % 2);
    ASSERT_LE(c.monitor().kept(), 2U);
  }
  EXPECT_EQ(c.records.size(), 1000U);
}

TEST(DelayDistribution, IsExactForSmallDelays) {
  DelayDistribution delays;
  EXPECT_EQ(delays.quantile(50), 0U);
  EXPECT_EQ(delays.mean(), 0.0);
  for (std::uint64_t k = 1; k <= 200; ++k) delays.add(k);
  EXPECT_EQ(delays.count(), 200U);
  EXPECT_EQ(delays.maximum(), 200U);
  EXPECT_DOUBLE_EQ(delays.mean(), 100.5);  // (1 + 200) / 2
  EXPECT_EQ(delays.quantile(1), 2U);
  EXPECT_EQ(delays.quantile(50), 100U);
  EXPECT_EQ(delays.quantile(90), 180U);
  EXPECT_EQ(delays.quantile(99), 198U);
  EXPECT_EQ(delays.quantile(100), 200U);
}

// 64 buckets from a power of two to the next: [4096, 8192) in widths of 64, [2^40, 2^41) of 2^34.
TEST(DelayDistribution, RoundsLargeDelaysDown) {
  const auto represented = [](std::uint64_t delay) {
    DelayDistribution delays;
    delays.add(delay);
    EXPECT_EQ(delays.maximum(), delay);
    EXPECT_EQ(delays.mean(), static_cast<double>(delay));
    return delays.quantile(50);
  };
  EXPECT_EQ(represented(4095), 4095U);
  EXPECT_EQ(represented(4096), 4096U);
  EXPECT_EQ(represented(4159), 4096U);
  EXPECT_EQ(represented(4160), 4160U);
  EXPECT_EQ(represented(5000), 4992U);  // 4096 + 14 · 64
  EXPECT_EQ(represented(8191), 8128U);
  EXPECT_EQ(represented(8192), 8192U);
  EXPECT_EQ(represented((1ULL << 40) + (3ULL << 34) + 5), (1ULL << 40) + (3ULL << 34));
  for (std::uint64_t delay = 1; delay < 1ULL << 62; delay += delay / 8 + 1) {
    const std::uint64_t bucket = represented(delay);
    EXPECT_LE(bucket, delay);
    EXPECT_LE(delay - bucket, delay / 64);
  }
}

// Two delays of 2^63 sum to 2^64.
TEST(DelayDistribution, SumsExactly) {
  DelayDistribution delays;
  delays.add(1ULL << 63);
  delays.add(1ULL << 63);
  EXPECT_EQ(delays.mean(), 0x1p63);
}

// Delays 0, 1, 2, 1 at positions 0 to 3: t = 0 has those of 1 and 2, t = 1 that of 2, t = 2 that of
// 3. Given and closed out of order, the maximum comes out once all before it are closed.
TEST(DelaySum, TakesPositionsInAnyOrder) {
  DelaySum sum;
  sum.add(3, 1);
  sum.add(2, 2);
  sum.close(1);
  sum.close(2);
  EXPECT_EQ(sum.maximum(), 0U);
  sum.add(1, 1);
  sum.add(0, 0);
  sum.close(0);
  EXPECT_EQ(sum.maximum(), 2U);
}

// Worker 0 begins iteration 0 and crashes, worker 1 has iterations 1 and 2, and worker 2 begins
// iteration 3 during 2: 0 overlaps 1 if the crash comes after its begin; 3 does not end.
TEST(ContentionMonitor, CountsAsTheDelayMonitorDoes) {
  const Execution execution({1, 1}, 3, 0);
  ContentionMonitor monitor(3);
  monitor.iteration_begun(execution, 0, 0, 0);
  monitor.iteration_begun(execution, 1, 1, 1);
  monitor.worker_crashed(0);
  monitor.iteration_ended(execution, 0, 0, 2);  // it moved all the same
  EXPECT_EQ(monitor.maximum(), 0U);
  monitor.iteration_ended(execution, 1, 1, 3);
  EXPECT_EQ(monitor.maximum(), 1U);
  monitor.iteration_begun(execution, 1, 2, 4);
  monitor.iteration_begun(execution, 2, 3, 5);
  monitor.iteration_begun(execution, 0, 4, 6);
  monitor.iteration_ended(execution, 1, 2, 7);
  EXPECT_EQ(monitor.maximum(), 2U);
}

}  // namespace
}  // namespace hogtie
