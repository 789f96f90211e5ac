#include "core/monitors/convergence_monitor.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

#include "core/monitors/metrics.h"

namespace hogtie {
namespace {

constexpr std::array<double, 2> kOptimum{0, 0};

// Two workers on X[0], X[1] and C[0], whose scripts are written by hand.
class ScriptConductor {
 public:
  ScriptConductor() : execution_({2, 1}, 2, 0) {
    for (std::uint32_t w = 0; w < 2; ++w) {
      workers_[w].script.registers = workers_[w].registers.data();
      workers_[w].script.values = workers_[w].values.data();
      workers_[w].script.scalars = workers_[w].scalars.data();
      execution_.cursors[w].script = &workers_[w].script;
    }
  }

  void watch(StepReader& reader) { reader_ = &reader; }

  // One step that begins an iteration of two reads and these updates, as a worker posts it whose
  // gradient is sampled by then, and then would begin the next iteration.
  void begin(std::uint32_t w, std::span<const double> update,
             OperationKind kind = OperationKind::kFetchAdd) {
    Script& script = workers_[w].script;
    script.size = 0;
    script.segment_count = 0;
    script.scalar_count = 0;
    script.scalar_next = 0;
    post(w, {OperationKind::kFetchAdd, 2, 1}, true);
    execution_.cursors[w].registers = script.registers;
    execution_.cursors[w].values = script.values;
    execution_.cursors[w].position = 0;
    script.ends_at = kNever;
    step(w);
    reader_->iteration_begun(execution_, w, 0, steps_ - 1);
    post(w, {OperationKind::kRead, 0});
    post(w, {OperationKind::kRead, 1});
    for (std::uint32_t j = 0; j < update.size(); ++j) {
      post(w, {kind, j, to_word(update[j]), 0, 2});
    }
    script.ends_at = script.size;
    post(w, {OperationKind::kFetchAdd, 2, 1}, true);
  }

  // The worker's next step.
  void step(std::uint32_t w, bool applied = true) {
    Cursor& cursor = execution_.cursors[w];
    Script& script = *cursor.script;
    const Operation operation = operation_at(script, cursor.position);
    if (script.scalar_at(cursor.position)) ++script.scalar_next;
    ++cursor.position;
    const std::uint64_t number = steps_++;
    reader_->step(execution_, {number, w, operation, {0, applied}});
    if (cursor.position == script.ends_at) reader_->iteration_ended(execution_, w, 0, number);
  }

  // The script as far as it is posted now ends here; the rest comes later.
  void withhold(std::uint32_t w, std::uint32_t operations) {
    Script& script = workers_[w].script;
    script.size -= operations + 1;
    script.segment_count -= operations + 1;
    script.ends_at = kNever;
  }
  void post_update(std::uint32_t w, std::uint32_t target, double change) {
    post(w, {OperationKind::kFetchAdd, target, to_word(change)});
    workers_[w].script.ends_at = workers_[w].script.size;
  }

 private:
  struct Worker {
    std::array<std::uint32_t, 16> registers;
    std::array<double, 16> values;
    std::array<ScalarOperation, 8> scalars;
    Script script;
  };

  void post(std::uint32_t w, const Operation& operation, bool scalar = false) {
    Script& script = workers_[w].script;
    script.segments[script.segment_count++] = {nullptr, operation.target, 1, operation.kind, true};
    if (operation.kind == OperationKind::kGuardedFetchAdd) {
      if (script.irregular.count == 0) {
        script.irregular = {script.size, 0, operation.kind, operation.guard, operation.expected};
      }
      ++script.irregular.count;
    }
    if (scalar) {
      script.scalars[script.scalar_count++] = {script.size, operation, {}};
    }
    script.registers[script.size] = operation.target;
    script.values[script.size++] = scalar || operation.kind == OperationKind::kRead
                                       ? kReadOperand
                                       : to_double(operation.operand);
  }

  Execution execution_;
  std::uint64_t steps_ = 0;
  std::array<Worker, 2> workers_;
  StepReader* reader_ = nullptr;
};

const ObjectiveProbe kLandscape{[](std::span<const double> x) { return x[0] + x[1]; },
                                [](std::span<const double> x) { return x[0] - x[1]; }};

ConvergenceMonitor monitor(std::vector<double> initial, SuccessRegion region,
                           std::uint64_t every = 1) {
  return ConvergenceMonitor(2, initial, kOptimum, region, every, kLandscape);
}

// x_0 = (4, 0), x* = 0, ε = 1. Worker 0 samples (-3, 0.5), worker 1 samples (-0.5, -0.25); both
// begin and read, steps 0 to 5.
//   step 6: worker 0 adds to X[0]: x_1 = (1, 0.5), at 1.25 from x*;
//   step 7: worker 1 adds to X[0]: x_2 = (0.5, 0.25), at 0.3125: the hit, while both updates of
//   X[1] are still to come.
void run_two(ScriptConductor& c, StepReader& reader) {
  c.watch(reader);
  c.begin(0, std::array{-3.0, 0.5});
  c.step(0);
  c.step(0);
  c.begin(1, std::array{-0.5, -0.25});
  c.step(1);
  c.step(1);
  c.step(0);
}

TEST(ConvergenceMonitor, CountsAWholeUpdateAtItsFirstOperation) {
  ScriptConductor c;
  ConvergenceMonitor m = monitor({4, 0}, {.epsilon = 1, .loss = {}});
  run_two(c, m);
  EXPECT_EQ(m.time(), 1U);
  EXPECT_EQ(m.iterate()[0], 1.0);
  EXPECT_EQ(m.iterate()[1], 0.5);
  EXPECT_FALSE(m.hit());
  c.step(1);
  EXPECT_EQ(m.hit(), (Hit{2, 7}));
  c.step(0);
  EXPECT_EQ(m.hit(), (Hit{2, 7}));

  proto::Metrics metrics;
  report(m, metrics);
  EXPECT_EQ(metrics.hitting_time(), 2U);
  EXPECT_EQ(metrics.hitting_step(), 7U);
}

TEST(ConvergenceMonitor, CountsAnUpdateOnce) {
  ScriptConductor c;
  ConvergenceMonitor m = monitor({4, 0}, {.epsilon = 0.001, .loss = {}});
  run_two(c, m);
  c.step(1);
  c.step(0);
  c.step(1);
  EXPECT_EQ(m.time(), 2U);
  EXPECT_EQ(m.iterate()[0], 0.5);
  EXPECT_EQ(m.iterate()[1], 0.25);
  EXPECT_FALSE(m.hit());
  // The next iteration of worker 0 moves x_3 to x*.
  c.begin(0, std::array{-0.5, -0.25});  // step 10
  c.step(0);
  c.step(0);
  c.step(0);
  EXPECT_EQ(m.hit(), (Hit{3, 13}));
}

// f(x) = x[0] + x[1]: 1.5 at x_1, 0.75 at x_2.
TEST(ConvergenceMonitor, LooksAtTheLoss) {
  ScriptConductor c;
  ConvergenceMonitor m = monitor({4, 0}, {.epsilon = 100, .loss = 0.75});
  run_two(c, m);
  EXPECT_FALSE(m.hit());
  c.step(1);
  EXPECT_EQ(m.hit(), (Hit{2, 7}));
}

// "||grad f||" = x[0] - x[1]: 0.5 at x_1, 0.25 at x_2.
TEST(ConvergenceMonitor, LooksAtTheGradientsNorm) {
  ScriptConductor c;
  ConvergenceMonitor m = monitor({4, 0}, {.epsilon = 100, .loss = {}, .gradient_norm = 0.25});
  run_two(c, m);
  EXPECT_FALSE(m.hit());
  c.step(1);
  EXPECT_EQ(m.hit(), (Hit{2, 7}));
}

TEST(ConvergenceMonitor, NotesLossesWithoutAnOptimum) {
  ScriptConductor c;
  const std::vector<std::uint64_t> times{0, 1, 2};
  ConvergenceMonitor m(2, std::array{4.0, 0.0}, {}, {.epsilon = 0, .loss = 0.75}, 1, kLandscape,
                       times, 1e-9);
  m.note_losses();
  run_two(c, m);
  c.step(1);
  EXPECT_EQ(m.hit(), (Hit{2, 7}));
  EXPECT_EQ(m.losses(), (std::vector<double>{4, 1.5, 0.75}));
  EXPECT_TRUE(m.curve().empty());
  EXPECT_FALSE(m.left_ball());
}

TEST(ConvergenceMonitor, StartsAtZero) {
  EXPECT_EQ(monitor({1, 0}, {.epsilon = 1, .loss = {}}).hit(), (Hit{0, 0}));
  EXPECT_FALSE(monitor({1, 0.5}, {.epsilon = 1, .loss = {}}).hit());
  EXPECT_EQ(monitor({1, -3}, {.epsilon = 1, .loss = -2}).hit(), (Hit{0, 0}));
}

// x_1 is in the region and is not looked at; x_2 = (0.5, 0.25) is.
TEST(ConvergenceMonitor, LooksEverySoOften) {
  ScriptConductor c;
  ConvergenceMonitor m = monitor({4, 0}, {.epsilon = 1.5, .loss = {}}, 2);
  run_two(c, m);
  EXPECT_FALSE(m.hit());
  c.step(1);
  EXPECT_EQ(m.hit(), (Hit{2, 7}));
}

// An iteration whose gradient is zero ends with its reads, at step 2, and is x_1 = x_0 there.
TEST(ConvergenceMonitor, CountsAnIterationWithoutUpdateAtItsEnd) {
  ScriptConductor c;
  ConvergenceMonitor m = monitor({4, 0}, {.epsilon = 1, .loss = {}});
  c.watch(m);
  c.begin(0, {});
  c.step(0);
  EXPECT_EQ(m.time(), 0U);
  c.step(0);
  EXPECT_EQ(m.time(), 1U);
  EXPECT_EQ(m.iterate()[0], 4.0);
}

// A guarded update counts whole where the first guard passes, even if the second does not; one
// whose guards all fail is an iteration without update.
TEST(ConvergenceMonitor, FollowsGuards) {
  ScriptConductor c;
  ConvergenceMonitor m = monitor({4, 4}, {.epsilon = 0.001, .loss = {}});
  c.watch(m);
  c.begin(0, std::array{-3.0, 0.5}, OperationKind::kGuardedFetchAdd);
  c.step(0);
  c.step(0);
  c.step(0, true);
  EXPECT_EQ(m.time(), 1U);
  EXPECT_EQ(m.iterate()[0], 1.0);
  EXPECT_EQ(m.iterate()[1], 4.5);
  c.step(0, false);
  EXPECT_EQ(m.time(), 1U);
  c.begin(1, std::array{-1.0, -1.0}, OperationKind::kGuardedFetchAdd);
  c.step(1);
  c.step(1);
  c.step(1, false);
  EXPECT_EQ(m.time(), 1U);
}

TEST(ConvergenceMonitor, DropsAnUpdateThatNoGuardLetPass) {
  ScriptConductor c;
  ConvergenceMonitor m = monitor({4, 4}, {.epsilon = 0.001, .loss = {}});
  c.watch(m);
  c.begin(0, std::array{-3.0, 0.5}, OperationKind::kGuardedFetchAdd);
  c.step(0);
  c.step(0);
  c.step(0, false);
  EXPECT_EQ(m.time(), 0U);
  c.step(0, false);
  EXPECT_EQ(m.time(), 1U);
  EXPECT_EQ(m.iterate()[0], 4.0);
  EXPECT_EQ(m.iterate()[1], 4.0);
}

// The update of X[1] is posted only after that of X[0] is done: it enters when it is executed, and
// the iteration still counts once.
TEST(ConvergenceMonitor, TakesLatePiecesWhenTheyCome) {
  ScriptConductor c;
  ConvergenceMonitor m = monitor({4, 0}, {.epsilon = 0.001, .loss = {}});
  c.watch(m);
  c.begin(0, std::array{-3.0, 0.5});
  c.withhold(0, 1);
  c.step(0);
  c.step(0);
  c.step(0);
  EXPECT_EQ(m.time(), 1U);
  EXPECT_EQ(m.iterate()[0], 1.0);
  EXPECT_EQ(m.iterate()[1], 0.0);
  c.post_update(0, 1, 0.5);
  c.step(0);
  EXPECT_EQ(m.time(), 1U);
  EXPECT_EQ(m.iterate()[1], 0.5);
}

TEST(ConvergenceMonitor, RefusesWhatDoesNotFit) {
  EXPECT_THROW(monitor({1}, {}), std::invalid_argument);
  EXPECT_THROW(monitor({1, 1}, {}, 0), std::invalid_argument);
}

TEST(Report, LeavesOutAHitThatWasNone) {
  proto::Metrics metrics;
  metrics.set_hitting_time(3);
  metrics.set_hitting_step(4);
  report(monitor({4, 0}, {.epsilon = 1, .loss = {}}), metrics);
  EXPECT_FALSE(metrics.has_hitting_time());
  EXPECT_FALSE(metrics.has_hitting_step());
}

// ||(4, 3) - (0, 0)|| = 5, the loss is 4 + 3 and the "gradient's norm" 4 - 3.
TEST(Report, HasTheModelAtTheEnd) {
  proto::Metrics metrics;
  report_final(std::array{4.0, 3.0}, kOptimum, kLandscape, metrics);
  EXPECT_EQ(metrics.final_distance(), 5.0);
  EXPECT_EQ(metrics.final_loss(), 7.0);
  EXPECT_EQ(metrics.final_gradient_norm(), 1.0);
}

TEST(Report, HasNoDistanceWhereThereIsNoOptimum) {
  proto::Metrics metrics;
  report_final(std::array{4.0, 3.0}, {}, kLandscape, metrics);
  EXPECT_FALSE(metrics.has_final_distance());
  EXPECT_EQ(metrics.final_loss(), 7.0);
}

}  // namespace
}  // namespace hogtie
