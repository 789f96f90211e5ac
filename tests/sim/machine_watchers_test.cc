// Readers are no part of the run that they read: not of its stacks, nor of its errors.
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

#include "adversaries/strategies/round_robin.h"
#include "sim/machine/simulated_memory.h"
#include "tests/sim/machine_testing.h"
#include "tests/sim/simulated_memory_testing.h"

namespace hogtie {
namespace {

using testing::kC0;

constexpr std::array<std::uint32_t, 2> kBoth{0, 1};

/// Uses about 100 KiB of stack.
[[gnu::noinline]] int use_stack(int depth = 400) {
  volatile char frame[256];
  frame[0] = static_cast<char>(depth);
  return depth == 0 ? 0 : use_stack(depth - 1) + frame[0];
}

MachineShape small_stacks() {
  MachineShape shape = testing::small_machine(3, 2);
  shape.stack_bytes = 64 * 1024;
  return shape;
}

/// Five iterations, the second component of whose updates is zero.
void five_iterations(SimulatedMemory& memory) {
  const auto computation = [](std::span<const double>, std::span<double> update) {
    update[0] = 1;
    update[1] = 0;
  };
  for (int k = 0; k < 5; ++k) {
    memory.begin_iteration(memory.fetch_add(kC0, 1));
    memory.read_add(kBoth, kBoth, computation);
    memory.end_iteration();
  }
}

class DeepReader final : public TapeReader {
 public:
  TapeContent content() const override { return TapeContent::kShapes; }
  std::optional<Ending> read(const Tape& tape, const Execution&) override {
    use_stack();
    if (!tape.schedule().empty()) ++blocks_;
    for (const TapeEntry& entry : tape.entries()) numbers_.push_back(entry.number);
    return std::nullopt;
  }
  std::uint64_t next_call(std::uint64_t step) const override { return step + 3; }
  std::uint64_t next_submission() const override { return 7; }

  int blocks_ = 0;
  std::vector<std::uint64_t> numbers_;
};

TEST(MachineWatchers, ReadersUseTheCallersStack) {
  Machine machine(small_stacks());
  DeepReader reader;
  machine.add_reader(reader);
  RoundRobin adversary;
  EXPECT_EQ(simulate(machine, adversary, five_iterations).verdict, proto::COMPLETED);
  // An iteration is C, two reads and one update: 3 workers, 5 iterations, 4 steps, 3 a block.
  EXPECT_EQ(machine.execution().step(), 60u);
  EXPECT_EQ(reader.blocks_, 20);
}

TEST(MachineWatchers, SubmissionsThatRepeatAreNotReported) {
  // One worker reads X[0] over and over, and then X[1].
  Machine machine(testing::small_machine(1, 2));
  DeepReader reader;
  machine.add_reader(reader);
  RoundRobin adversary;
  simulate(machine, adversary, [](SimulatedMemory& memory) {
    for (int k = 0; k < 10; ++k) memory.read(DoubleRegister{0});
    memory.read(DoubleRegister{1});
  });
  // The first, the one asked for, the one that differs, and the worker's end.
  EXPECT_EQ(reader.numbers_, (std::vector<std::uint64_t>{0, 7, 10, 11}));
}

TEST(MachineWatchers, ASampledUpdateWithZerosIsASubmission) {
  Machine machine(testing::small_machine(1, 2));
  DeepReader reader;
  machine.add_reader(reader);
  RoundRobin adversary;
  simulate(machine, adversary, [](SimulatedMemory& memory) {
    const auto zeros = [](std::span<const double>, std::span<double> update) {
      update[0] = update[1] = 0;
    };
    memory.read_add(kBoth, kBoth, zeros);
  });
  // What is read and added; what is left of it after the reads, nothing; the worker's end.
  EXPECT_EQ(reader.numbers_, (std::vector<std::uint64_t>{0, 1, 2}));
  EXPECT_EQ(machine.execution().step(), 2u);
}

/// Notes the state of worker 0 at the end of each block of 3 steps.
class Positions final : public TapeReader {
 public:
  explicit Positions(bool stops) : stops_(stops) {}
  TapeContent content() const override { return TapeContent::kShapes; }
  std::optional<Ending> read(const Tape& tape, const Execution& execution) override {
    const Cursor& cursor = execution.cursors[0];
    if (!tape.schedule().empty()) last_[execution.step()] = cursor.position;
    return std::nullopt;
  }
  std::uint64_t next_call(std::uint64_t step) const override { return (step / 3 + 1) * 3; }
  bool stops_at_submissions() const override { return stops_; }

  std::map<std::uint64_t, std::uint32_t> last_;

 private:
  bool stops_;
};

// Checkpoints of a recording and of its replay then see the same.
TEST(MachineWatchers, AWorkerWhoseUpdateIsAllZeroGoesOnInTheNextBlock) {
  const auto positions = [](bool stops) {
    Machine machine(testing::small_machine(1, 4));
    Positions reader(stops);
    machine.add_reader(reader);
    RoundRobin adversary;
    simulate(machine, adversary, [](SimulatedMemory& memory) {
      const auto zeros = [](std::span<const double>, std::span<double> update) {
        for (double& component : update) component = 0;
      };
      constexpr std::array<std::uint32_t, 3> kThree{0, 1, 2};
      for (int k = 0; k < 4; ++k) memory.read_add(kThree, kThree, zeros);
    });
    return reader.last_;
  };
  EXPECT_EQ(positions(false), positions(true));
}

/// Asks for the same stop again and again.
class StuckReader final : public TapeReader {
 public:
  std::optional<Ending> read(const Tape&, const Execution&) override { return std::nullopt; }
  std::uint64_t next_call(std::uint64_t) const override { return 4; }
};

TEST(MachineWatchers, AReaderWhoseStopsDoNotAdvanceEndsTheRun) {
  Machine machine(testing::small_machine(3, 2));
  StuckReader reader;
  machine.add_reader(reader);
  RoundRobin adversary;
  EXPECT_THROW(simulate(machine, adversary, five_iterations), std::logic_error);
  EXPECT_EQ(machine.execution().step(), 4u);
}

TEST(MachineWatchers, AMachineRunsOnce) {
  Machine machine(testing::small_machine(3, 2));
  RoundRobin adversary;
  simulate(machine, adversary, five_iterations);
  EXPECT_THROW(simulate(machine, adversary, five_iterations), std::logic_error);
}

class DeepStepReader final : public StepReader {
 public:
  void step(const Execution&, const Step&) override { use_stack(); }
  void iteration_begun(const Execution&, std::uint32_t, std::uint64_t, std::uint64_t) override {
    use_stack();
  }
  void update_sampled(const Execution&, std::uint32_t) override { use_stack(); }
  void iteration_ended(const Execution&, std::uint32_t, std::uint64_t, std::uint64_t) override {
    use_stack();
  }
};

TEST(MachineWatchers, ReadersOfStepsUseTheCallersStack) {
  Machine machine(small_stacks());
  DeepStepReader reader;
  machine.add_reader(reader);
  RoundRobin adversary;
  EXPECT_EQ(simulate(machine, adversary, five_iterations).verdict, proto::COMPLETED);
}

/// Fails at one kind of event.
class FailingReader final : public StepReader {
 public:
  enum class At { kStep, kBegin, kSample, kEnd };
  explicit FailingReader(At at) : at_(at) {}

  void step(const Execution&, const Step&) override { fail(At::kStep); }
  void iteration_begun(const Execution&, std::uint32_t, std::uint64_t, std::uint64_t) override {
    fail(At::kBegin);
  }
  void update_sampled(const Execution&, std::uint32_t) override { fail(At::kSample); }
  void iteration_ended(const Execution&, std::uint32_t, std::uint64_t, std::uint64_t) override {
    fail(At::kEnd);
  }

 private:
  void fail(At at) const {
    if (at == at_) throw std::logic_error("cannot watch any more");
  }
  At at_;
};

/// Counts the programs whose stacks are not unwound yet.
class Counted {
 public:
  explicit Counted(int& alive) : alive_(alive) { ++alive_; }
  ~Counted() { --alive_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  int& alive_;
};

class MachineReaderFails : public ::testing::TestWithParam<FailingReader::At> {};
INSTANTIATE_TEST_SUITE_P(, MachineReaderFails,
                         ::testing::Values(FailingReader::At::kStep, FailingReader::At::kBegin,
                                           FailingReader::At::kSample, FailingReader::At::kEnd));

TEST_P(MachineReaderFails, AndItsErrorIsTheCallersNotTheRuns) {
  Machine machine(testing::small_machine(3, 2));
  FailingReader reader(GetParam());
  machine.add_reader(reader);
  RoundRobin adversary;
  int alive = 0;
  const auto program = [&](SimulatedMemory& memory) {
    const Counted guest(alive);
    five_iterations(memory);
  };
  EXPECT_THROW(simulate(machine, adversary, program), std::logic_error);
  EXPECT_EQ(alive, 0);
}

class CannotRead final : public StepReader {
 public:
  void step(const Execution&, const Step& step) override {
    if (step.number == 20'000) throw std::logic_error("cannot read any more");
  }
};

TEST(MachineWatchers, AReaderBehindTheRunFailsAsTheCallersError) {
  Machine machine(testing::small_machine(3, 2));
  CannotRead reader;
  machine.add_reader(reader);
  machine.play_behind();
  RoundRobin adversary;
  int alive = 0;
  const auto program = [&](SimulatedMemory& memory) {
    const Counted guest(alive);
    for (;;) memory.fetch_add(CounterRegister{0}, 1);
  };
  EXPECT_THROW(simulate(machine, adversary, program), std::logic_error);
  EXPECT_EQ(alive, 0);
}

}  // namespace
}  // namespace hogtie
