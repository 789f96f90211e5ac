#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "adversaries/strategies/round_robin.h"
#include "sim/machine/simulated_memory.h"
#include "tests/sim/machine_testing.h"
#include "tests/sim/simulated_memory_testing.h"

namespace hogtie {
namespace {

using testing::kC0;

constexpr std::size_t kStack = 64 * 1024;  // a multiple of any page size that there is

MachineShape small_stacks(std::uint32_t workers) {
  MachineShape shape = testing::small_machine(workers, 1);
  shape.stack_bytes = kStack;
  return shape;
}

/// Uses far more stack than there is, in frames smaller than a guard page.
[[gnu::noinline]] int recurse(int depth) {
  volatile char frame[256];
  frame[0] = static_cast<char>(depth);
  if (depth == 0) return 0;
  return recurse(depth - 1) + frame[0];
}
constexpr int kDeep = 100'000;

struct OnStack {
  explicit OnStack(int& count) : alive(count) { ++alive; }
  ~OnStack() { --alive; }
  int& alive;
};

TEST(MachineOverflow, InAWorker) {
  Machine machine(small_stacks(3));
  ASSERT_TRUE(machine.stacks_guarded());
  RoundRobin round_robin;
  int alive = 0;
  const Ending ending = simulate(machine, round_robin, [&](SimulatedMemory& memory) {
    const auto guest =
        memory.worker() == 1 ? std::unique_ptr<OnStack>() : std::make_unique<OnStack>(alive);
    for (;;) {
      const std::uint64_t t = memory.fetch_add(kC0, 1);
      memory.begin_iteration(t);
      if (t == 7) memory.write(kC0, static_cast<std::uint64_t>(recurse(kDeep)));
    }
  });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  // Worker 1 takes steps 1, 4 and 7 of three workers in turn, after which 8 steps are done.
  EXPECT_EQ(
      ending.detail,
      "worker 1, iteration 7, step 8: overflowed its stack of 65536 bytes; set machine.stack_bytes "
      "higher");
  EXPECT_EQ(alive, 0);
}

TEST(MachineOverflow, BeforeTheFirstOperation) {
  Machine machine(small_stacks(2));
  RoundRobin round_robin;
  const Ending ending = simulate(machine, round_robin, [](SimulatedMemory& memory) {
    if (recurse(memory.worker() == 0 ? 1 : kDeep) < 0) memory.write(kC0, 1);
  });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(
      ending.detail,
      "worker 1, step 0: overflowed its stack of 65536 bytes; set machine.stack_bytes higher");
}

TEST(MachineOverflow, InAComputation) {
  constexpr std::array<std::uint32_t, 1> kList{0};
  const auto computation = [](std::span<const double>, std::span<double> update) {
    update[0] = recurse(kDeep);
  };
  Machine machine(small_stacks(2));
  // The computation of worker 0 runs on the stack of worker 1, which was resumed last.
  testing::Choices choices = testing::steps_of({0, 1, 0});
  const Ending ending = simulate(machine, choices, [&](SimulatedMemory& memory) {
    memory.begin_iteration(memory.fetch_add(kC0, 1));
    memory.read_add(kList, kList, computation);
  });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(
      ending.detail,
      "worker 0, iteration 0, step 3: overflowed its stack of 65536 bytes; set machine.stack_bytes "
      "higher");
}

class DeepAdversary final : public Oblivious<DeepAdversary> {
 public:
  Choice next(ObliviousView view) {
    const bool deep = view.step() == 5;
    return {recurse(deep ? kDeep : 1) < 0 ? 0u : static_cast<std::uint32_t>(view.step() % 2)};
  }
};

TEST(MachineOverflow, InTheAdversary) {
  Machine machine(small_stacks(2));
  DeepAdversary adversary;
  const Ending ending = simulate(machine, adversary, [](SimulatedMemory& memory) {
    for (;;) memory.fetch_add(kC0, 1);
  });
  // Step 4 was worker 0's, which then asks who takes step 5.
  EXPECT_EQ(ending.verdict, proto::ADVERSARY_ERROR);
  EXPECT_EQ(
      ending.detail,
      "the adversary overflowed the stack of 65536 bytes of worker 0, which it is asked on, at "
      "step 5; set machine.stack_bytes higher");
}

TEST(MachineOverflow, TheNextMachineRunsAsIfNothingHadBeen) {
  for (int k = 0; k < 3; ++k) {
    Machine broken(small_stacks(2));
    RoundRobin first;
    EXPECT_EQ(simulate(broken, first,
                       [](SimulatedMemory& memory) {
                         if (recurse(kDeep) < 0) memory.write(kC0, 1);
                       })
                  .verdict,
              proto::WORKER_ERROR);

    Machine machine(small_stacks(2));
    RoundRobin second;
    const Ending ending = simulate(machine, second, [](SimulatedMemory& memory) {
      while (memory.fetch_add(kC0, 1) < 100) recurse(10);
    });
    EXPECT_EQ(ending.verdict, proto::COMPLETED) << ending.detail;
    EXPECT_EQ(to_word(machine.execution().cells[1]), 102u);
  }
}

/// Calls `last` where less than a quarter of a page is left of a stack of kStack bytes whose top
/// frame is the caller's.
template <class Last>
[[gnu::noinline]] int at_the_end_of_the_stack(const char* top, const Last& last) {
  volatile char frame[64];
  frame[0] = 1;
  const auto used = static_cast<std::size_t>(top - const_cast<const char*>(frame));
  if (used + 4096 < kStack) return at_the_end_of_the_stack(top, last) + frame[0];
  last();
  return frame[0];
}

/// Needs a few pages of stack, and allocates there.
[[gnu::noinline]] void allocate_deep_down() {
  volatile char frame[12'000];
  for (std::size_t k = 0; k < sizeof frame; k += 512) frame[k] = 1;
  const auto text = std::make_unique<std::string>(5000, 'x');
  frame[0] = text->back();
}

// Code that overflows by little is not cut off in the middle. Its stack is unwound like all others.
TEST(MachineOverflow, ByLittleEndsInGoodOrder) {
  Machine machine(small_stacks(3));
  RoundRobin round_robin;
  int alive = 0;
  int came_back = 0;
  const Ending ending = simulate(machine, round_robin, [&](SimulatedMemory& memory) {
    const OnStack guest(alive);
    for (;;) {
      const char top = 0;
      const std::uint64_t t = memory.fetch_add(kC0, 1);
      memory.begin_iteration(t);
      if (t != 7) continue;
      at_the_end_of_the_stack(&top, allocate_deep_down);
      ++came_back;
    }
  });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(
      ending.detail,
      "worker 1, iteration 7, step 8: overflowed its stack of 65536 bytes; set machine.stack_bytes "
      "higher");
  EXPECT_EQ(came_back, 1);
  EXPECT_EQ(alive, 0);
  EXPECT_EQ(machine.execution().step(), 8u);
}

TEST(MachineOverflow, ByLittleOfTheLastWorkerIsNoCompletion) {
  Machine machine(small_stacks(1));
  RoundRobin round_robin;
  const Ending ending = simulate(machine, round_robin, [&](SimulatedMemory& memory) {
    const char top = 0;
    memory.fetch_add(kC0, 1);
    at_the_end_of_the_stack(&top, allocate_deep_down);
  });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(
      ending.detail,
      "worker 0, step 1: overflowed its stack of 65536 bytes; set machine.stack_bytes higher");
}

TEST(MachineOverflow, ByLittleInAComputation) {
  constexpr std::array<std::uint32_t, 1> kList{0};
  Machine machine(small_stacks(1));
  testing::Choices choices = testing::steps_of({0, 0, 0, 0});
  const Ending ending = simulate(machine, choices, [&](SimulatedMemory& memory) {
    const char top = 0;
    const auto computation = [&](std::span<const double>, std::span<double> update) {
      update[0] = at_the_end_of_the_stack(&top, allocate_deep_down);
    };
    memory.begin_iteration(memory.fetch_add(kC0, 1));
    memory.read_add(kList, kList, computation);
    memory.finish();
  });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(
      ending.detail,
      "worker 0, iteration 0, step 2: overflowed its stack of 65536 bytes; set machine.stack_bytes "
      "higher");
  EXPECT_EQ(machine.execution().step(), 2u);
}

/// Overflows by little when it is asked for step 5, on a stack that was begun at `top`.
class ALittleTooDeep final : public Oblivious<ALittleTooDeep> {
 public:
  const char* top = nullptr;

  Choice next(ObliviousView view) {
    if (view.step() == 5) at_the_end_of_the_stack(top, allocate_deep_down);
    return {0};
  }
};

TEST(MachineOverflow, ByLittleInTheAdversary) {
  Machine machine(small_stacks(1));
  ALittleTooDeep adversary;
  const Ending ending = simulate(machine, adversary, [&](SimulatedMemory& memory) {
    const char top = 0;
    adversary.top = &top;
    for (;;) memory.fetch_add(kC0, 1);
  });
  EXPECT_EQ(ending.verdict, proto::ADVERSARY_ERROR);
  EXPECT_EQ(
      ending.detail,
      "the adversary overflowed the stack of 65536 bytes of worker 0, which it is asked on, at "
      "step 5; set machine.stack_bytes higher");
}

/// Overflows by little when it is asked for step 12, and chooses 50 steps then.
class ALittleTooDeepForLong final : public Oblivious<ALittleTooDeepForLong> {
 public:
  const char* top = nullptr;

  Choice next(ObliviousView view) {
    if (view.step() < 12) return {0};
    at_the_end_of_the_stack(top, allocate_deep_down);
    return {0, 50};
  }
};

// The steps that were chosen then do not go on past the block.
TEST(MachineOverflow, ByLittleInTheAdversaryEndsTheBlock) {
  std::vector<std::uint32_t> all(4000);
  std::iota(all.begin(), all.end(), 0U);
  MachineShape shape = testing::small_machine(1, 4000);
  shape.operations_max = all.size();
  shape.stack_bytes = kStack;
  Machine machine(shape);
  ALittleTooDeepForLong adversary;
  const Ending ending = simulate(machine, adversary, [&](SimulatedMemory& memory) {
    const char top = 0;
    adversary.top = &top;
    for (int k = 0; k < 12; ++k) memory.read(DoubleRegister{0});
    memory.read(all);
  });
  EXPECT_EQ(ending.verdict, proto::ADVERSARY_ERROR);
  EXPECT_EQ(machine.execution().step(), 12u);
}

// More workers than stacks can have guard pages.
class ManyWorkers : public ::testing::Test {
 protected:
  static constexpr std::uint32_t kWorkers = 31'000;

  static MachineShape shape() {
    MachineShape shape = small_stacks(kWorkers);
    shape.operations_max = 2;
    shape.scalars_max = 1;
    shape.doubles_owned = 0;
    return shape;
  }
};

TEST_F(ManyWorkers, Run) {
  Machine machine(shape());
  EXPECT_FALSE(machine.stacks_guarded());
  RoundRobin round_robin;
  const Ending ending = simulate(machine, round_robin, [](SimulatedMemory& memory) {
    for (int k = 0; k < 3; ++k) memory.fetch_add(kC0, memory.worker());
  });
  EXPECT_EQ(ending.verdict, proto::COMPLETED) << ending.detail;
  EXPECT_EQ(machine.execution().step(), 3u * kWorkers);
  // 3 (0 + 1 + ... + (n - 1))
  EXPECT_EQ(to_word(machine.execution().cells[1]),
            std::uint64_t{3} * kWorkers * (kWorkers - 1) / 2);
}

/// Writes all over a frame that is larger than a stack by little.
[[gnu::noinline]] void overflow() {
  volatile char frame[kStack];
  for (volatile char& byte : frame) byte = 1;
}

TEST_F(ManyWorkers, BelowAllStacksLiesAGuardPage) {
  Machine machine(shape());
  RoundRobin round_robin;
  const Ending ending = simulate(machine, round_robin, [](SimulatedMemory& memory) {
    memory.fetch_add(kC0, 1);
    if (memory.worker() == 0) overflow();
    memory.fetch_add(kC0, 1);
  });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(
      ending.detail,
      "worker 0, step 1: overflowed its stack of 65536 bytes; set machine.stack_bytes higher");
}

TEST_F(ManyWorkers, AnOverflowIsNoticedWhenTheWorkerSuspends) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "AddressSanitizer ends the process at the write to the stack of another worker";
#endif
  Machine machine(shape());
  RoundRobin round_robin;
  const Ending ending = simulate(machine, round_robin, [](SimulatedMemory& memory) {
    const std::uint64_t t = memory.fetch_add(kC0, 1);
    memory.begin_iteration(t);
    if (t == 500) overflow();
    memory.fetch_add(kC0, 1);
  });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(ending.detail,
            "worker 500, iteration 500, step 501: overflowed its stack of 65536 bytes; set "
            "machine.stack_bytes higher");
}

}  // namespace
}  // namespace hogtie
