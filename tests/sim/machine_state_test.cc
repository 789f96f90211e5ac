/// Saved states of a machine: what they are good for, and when there are none.
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "adversaries/strategies/fixed_schedule.h"
#include "adversaries/strategies/round_robin.h"
#include "adversaries/strategies/uniform.h"
#include "sim/machine/heap_watch.h"
#include "sim/machine/sanitizer_fiber.h"
#include "sim/machine/simulated_memory.h"
#include "sim/machine/stack_image.h"
#include "sim/simulation/simulation.h"
#include "tests/adversaries/adversary_testing.h"
#include "tests/sim/machine_testing.h"

namespace hogtie {
namespace {

constexpr std::uint64_t kToTheEnd = TapeReader::kNone;
constexpr CounterRegister kCounter{0};

class MachineStates : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!can_copy_stacks()) GTEST_SKIP() << "stacks cannot be copied in this build";
  }
};

/// Counts to ten, and remembers on its stack how far it has come.
void count_to_ten(SimulatedMemory& memory) {
  for (int k = 0; k < 10; ++k) memory.fetch_add(kCounter, 1);
}

std::uint64_t counter(Machine& machine) {
  const Execution& execution = machine.execution();
  return to_word(execution.cells[execution.layout.number(kCounter)]);
}

TEST_F(MachineStates, AdvanceGoesToItsStep) {
  Machine machine(testing::small_machine(2, 1));
  RoundRobin round_robin;
  begin_simulation(machine, count_to_ten);
  EXPECT_EQ(machine.execution().step(), 0u);
  EXPECT_TRUE(machine.advance(round_robin, 7));
  EXPECT_EQ(counter(machine), 7u);
  EXPECT_TRUE(machine.advance(round_robin, 7));
  EXPECT_EQ(counter(machine), 7u);
  EXPECT_FALSE(machine.advance(round_robin, kToTheEnd));
  EXPECT_EQ(counter(machine), 20u);
  EXPECT_EQ(machine.end().verdict, proto::COMPLETED);
}

TEST_F(MachineStates, ARunThatIsEndedEarlyIsStopped) {
  Machine machine(testing::small_machine(2, 1));
  RoundRobin round_robin;
  begin_simulation(machine, count_to_ten);
  machine.advance(round_robin, 7);
  EXPECT_EQ(machine.end().verdict, proto::STOPPED);
  EXPECT_EQ(counter(machine), 7u);
}

TEST_F(MachineStates, StacksGoBack) {
  Machine machine(testing::small_machine(2, 1));
  RoundRobin round_robin;
  begin_simulation(machine, count_to_ten);
  machine.advance(round_robin, 5);
  const MachineState five = machine.save();
  const auto then = round_robin.clone();
  // Also once workers have ended.
  machine.advance(round_robin, kToTheEnd);
  EXPECT_EQ(counter(machine), 20u);
  for (int k = 0; k < 3; ++k) {
    machine.restore(five);
    EXPECT_EQ(five.step(), 5u);
    EXPECT_EQ(counter(machine), 5u);
    EXPECT_FALSE(machine.advance(*then->clone(), kToTheEnd));
    EXPECT_EQ(counter(machine), 20u);
    EXPECT_EQ(machine.execution().step(), 20u);
  }
  EXPECT_EQ(machine.end().verdict, proto::COMPLETED);
}

TEST_F(MachineStates, OtherAdversariesTakeOver) {
  Machine machine(testing::small_machine(2, 1));
  RoundRobin round_robin;
  begin_simulation(machine, [](SimulatedMemory& memory) {
    memory.write(DoubleRegister{0}, memory.worker());
    count_to_ten(memory);
  });
  const MachineState begin = machine.save();
  FixedSchedule first({{0, 11}, {1, 11}});
  machine.advance(first, kToTheEnd);
  EXPECT_EQ(machine.execution().cells[0], 1);
  machine.restore(begin);
  FixedSchedule second({{1, 11}, {0, 11}});
  machine.advance(second, kToTheEnd);
  EXPECT_EQ(machine.execution().cells[0], 0);
  machine.end();
}

[[gnu::noinline]] std::uint64_t use_up_stack() {
  volatile char large[20000];
  for (std::size_t k = sizeof large; k-- > 0;) large[k] = 1;
  return static_cast<std::uint64_t>(large[5]);
}

TEST_F(MachineStates, ComeBackFromAnOverflow) {
  MachineShape shape = testing::small_machine(2, 1);
  shape.stack_bytes = 16384;
  Machine machine(shape);
  RoundRobin round_robin;
  begin_simulation(machine, [](SimulatedMemory& memory) {
    count_to_ten(memory);
    if (memory.worker() == 1) memory.fetch_add(kCounter, use_up_stack());
  });
  machine.advance(round_robin, 15);
  const MachineState before = machine.save();
  for (int k = 0; k < 2; ++k) {
    EXPECT_FALSE(machine.advance(round_robin, kToTheEnd));
    EXPECT_THROW(machine.save(), std::logic_error);
    machine.restore(before);
    EXPECT_EQ(counter(machine), 15u);
  }
  EXPECT_FALSE(machine.advance(round_robin, kToTheEnd));
  EXPECT_EQ(machine.end().verdict, proto::WORKER_ERROR);
}

TEST_F(MachineStates, BelongToTheirMachine) {
  Machine machine(testing::small_machine(2, 1));
  EXPECT_THROW(machine.save(), std::logic_error);
  begin_simulation(machine, count_to_ten);
  std::optional<MachineState> state = machine.save();
  {
    Machine other(testing::small_machine(2, 1));
    begin_simulation(other, count_to_ten);
    EXPECT_THROW(other.restore(*state), std::logic_error);
    other.end();
  }
  machine.end();
  EXPECT_THROW(machine.restore(*state), std::logic_error);
  EXPECT_THROW(machine.save(), std::logic_error);
  EXPECT_THROW(begin_simulation(machine, count_to_ten), std::logic_error);
}

/// Cannot go back.
class Counting final : public TapeReader {
 public:
  std::optional<Ending> read(const Tape&, const Execution&) override { return std::nullopt; }
};

TEST_F(MachineStates, NeedReadersThatGoBack) {
  Machine machine(testing::small_machine(2, 1));
  Counting counting;
  machine.add_reader(counting);
  begin_simulation(machine, count_to_ten);
  EXPECT_THROW(machine.save(), std::logic_error);
  machine.end();
}

TEST_F(MachineStates, DoNotHoldHeapMemory) {
  if (!kWatchesHeap) GTEST_SKIP() << "this build does not watch the heap";
  Machine machine(testing::small_machine(2, 1));
  RoundRobin round_robin;
  begin_simulation(machine, [](SimulatedMemory& memory) {
    { const std::vector<double> gone_before_the_operation(100); }
    memory.fetch_add(kCounter, 1);
    const std::vector<double> kept(100);
    memory.fetch_add(kCounter, kept.size());
  });
  machine.save();
  machine.advance(round_robin, 2);
  EXPECT_THROW(machine.save(), std::logic_error);
  // Their steps are executed again.
  EXPECT_FALSE(machine.advance(round_robin, kToTheEnd));
  EXPECT_EQ(machine.end().verdict, proto::COMPLETED);
}

/// 10^5 states of a run with n = 8 and d = 8 take at most 2 GB, after any number of steps.
TEST_F(MachineStates, AreSmall) {
#if defined(HOGTIE_ASAN)
  GTEST_SKIP() << "AddressSanitizer makes frames larger";
#endif
  Simulation simulation(
      testing::experiment_of({"workers=8", "objective.dimension=8", "objective.noise=0.1",
                              "algorithm.iterations=100000"}));
  Uniform uniform(1);
  simulation.begin();
  constexpr std::size_t kMost = 2'000'000'000 / 100'000;
  for (const std::uint64_t step : std::vector<std::uint64_t>{0, 100, 10'000, 1'000'000}) {
    simulation.machine().advance(uniform, step);
    EXPECT_LE(simulation.machine().save().bytes(), kMost) << step;
  }
  simulation.machine().end();
}

}  // namespace
}  // namespace hogtie
