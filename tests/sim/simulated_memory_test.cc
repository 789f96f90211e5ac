#include "sim/machine/simulated_memory.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "adversaries/strategies/round_robin.h"
#include "adversaries/strategies/sequential.h"
#include "tests/sim/machine_testing.h"
#include "tests/sim/simulated_memory_testing.h"

namespace hogtie {
namespace {

using testing::kC0;
using testing::kC1;
using testing::kX0;
using testing::kX1;
using testing::Lines;
using testing::small_machine;

using SimulatedMemoryTest = testing::OneMachine;

TEST_F(SimulatedMemoryTest, ReadsReturnWhatIsThere) {
  x(0) = 1.5;
  set_c(1, 42);
  double value = 0;
  std::uint64_t count = 0;
  run([&](SimulatedMemory& memory) {
    value = memory.read(kX0);
    count = memory.read(kC1);
  });
  EXPECT_EQ(value, 1.5);
  EXPECT_EQ(count, 42u);
  EXPECT_EQ(log_.operations(), (Lines{"worker 0 read X[0]", "worker 0 read C[1]"}));
}

TEST_F(SimulatedMemoryTest, WritesTakeEffectInProgramOrder) {
  double value = 0;
  std::uint64_t count = 0;
  run([&](SimulatedMemory& memory) {
    memory.write(kX0, 1.0);
    memory.write(kC0, 5);
    memory.write(kX0, 2.0);
    value = memory.read(kX0);
    memory.write(kC0, 6);
    count = memory.read(kC0);
  });
  EXPECT_EQ(value, 2.0);
  EXPECT_EQ(count, 6u);
  EXPECT_EQ(log_.operations(),
            (Lines{"worker 0 write X[0] 1", "worker 0 write C[0] 5", "worker 0 write X[0] 2",
                   "worker 0 read X[0]", "worker 0 write C[0] 6", "worker 0 read C[0]"}));
}

TEST_F(SimulatedMemoryTest, FetchAddsReturnTheValueBefore) {
  x(1) = 1.0;
  set_c(0, 7);
  double value = 0;
  std::uint64_t count = 0;
  run([&](SimulatedMemory& memory) {
    value = memory.fetch_add(kX1, 0.5);
    count = memory.fetch_add(kC0, 3);
  });
  EXPECT_EQ(value, 1.0);
  EXPECT_EQ(count, 7u);
  EXPECT_EQ(x(1), 1.5);
  EXPECT_EQ(c(0), 10u);
}

TEST_F(SimulatedMemoryTest, AFetchAddOfZeroIsAStepToo) {
  run([](SimulatedMemory& memory) { memory.fetch_add(kX0, 0.0); });
  EXPECT_EQ(log_.operations(), (Lines{"worker 0 fetch&add X[0] 0"}));
}

TEST_F(SimulatedMemoryTest, CompareAndSwapReturnsTheValueBefore) {
  x(0) = 1.0;
  set_c(0, 7);
  std::vector<double> values;
  std::vector<std::uint64_t> counts;
  run([&](SimulatedMemory& memory) {
    values.push_back(memory.compare_and_swap(kX0, 2.0, 3.0));
    values.push_back(memory.compare_and_swap(kX0, 1.0, 3.0));
    counts.push_back(memory.compare_and_swap(kC0, 8, 9));
    counts.push_back(memory.compare_and_swap(kC0, 7, 9));
  });
  EXPECT_EQ(values, (std::vector<double>{1.0, 1.0}));
  EXPECT_EQ(counts, (std::vector<std::uint64_t>{7, 7}));
  EXPECT_EQ(x(0), 3.0);
  EXPECT_EQ(c(0), 9u);
}

TEST_F(SimulatedMemoryTest, AnAddToACounterIsPosted) {
  set_c(0, 7);
  std::uint64_t count = 0;
  run([&](SimulatedMemory& memory) {
    memory.add(kC0, 3);
    memory.add(kC0, ~std::uint64_t{0});
    count = memory.read(kC0);
  });
  EXPECT_EQ(count, 9u);
  EXPECT_EQ(log_.steps(), 3u);
}

TEST_F(SimulatedMemoryTest, WhatIsDoneOnAConditionFollowsItAlone) {
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  constexpr std::array<double, 2> kValues{1, 2};
  set_c(0, 7);
  std::vector<std::uint64_t> found;
  std::vector<double> view;
  std::uint64_t count = 0;
  run([&](SimulatedMemory& memory) {
    for (const std::uint64_t expected : {8u, 7u, 6u}) {
      memory.add(kC1, 1);
      found.push_back(memory.read_then(kC0, expected, [&] {
        memory.add(kList, kValues);
        count = memory.fetch_add(kC1, 10);
      }));
      if (expected == 7) {
        EXPECT_EQ(count, 2u);
      }
    }
    found.push_back(memory.compare_and_swap_then(kC0, 6, 1, [&] { memory.read(kList); }));
    found.push_back(memory.compare_and_swap_then(kC0, 7, 2, [&] {
      const std::span<const double> all = memory.read(kList);
      view.assign(all.begin(), all.end());
    }));
    memory.fetch_add(kC0, 1);
  });
  EXPECT_EQ(found, (std::vector<std::uint64_t>{7, 7, 7, 7, 7}));
  EXPECT_EQ(view, (std::vector<double>{1, 2}));
  EXPECT_EQ(log_.operations(),
            (Lines{"worker 0 fetch&add C[1] 1", "worker 0 read C[0]", "worker 0 fetch&add C[1] 1",
                   "worker 0 read C[0]", "worker 0 fetch&add X[0] 1", "worker 0 fetch&add X[1] 2",
                   "worker 0 fetch&add C[1] 10", "worker 0 fetch&add C[1] 1", "worker 0 read C[0]",
                   "worker 0 compare&swap C[0] 6 -> 1", "worker 0 compare&swap C[0] 7 -> 2",
                   "worker 0 read X[0]", "worker 0 read X[1]", "worker 0 fetch&add C[0] 1"}));
  EXPECT_EQ(c(0), 3u);
  EXPECT_EQ(c(1), 13u);
}

// The operation that suspends may be a single one on a double.
TEST_F(SimulatedMemoryTest, ASingleDoubleMayEndWhatIsDoneOnACondition) {
  double read = 0;
  double before = 0;
  run([&](SimulatedMemory& memory) {
    memory.write(kC0, 7);
    memory.read_then(kC0, 7, [&] {
      memory.write(kX0, 3.0);
      read = memory.read(kX0);
    });
    memory.compare_and_swap_then(kC0, 7, 8, [&] { before = memory.fetch_add(kX0, 2.0); });
    memory.read_then(kC0, 7, [&] { memory.fetch_add(kX0, 100.0); });
  });
  EXPECT_EQ(read, 3.0);
  EXPECT_EQ(before, 3.0);
  EXPECT_EQ(x(0), 5.0);
}

TEST_F(SimulatedMemoryTest, WhatIsDoneOnAConditionMustFitAtOnce) {
  Sequential sequential;
  const Ending ending = simulate(machine_, sequential, [&](SimulatedMemory& memory) {
    memory.read_then(kC0, 0, [&] {
      for (int k = 0; k < 8; ++k) memory.write(kX0, 1.0);  // the ninth scalar operation
      memory.read(kX0);
    });
  });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(ending.detail,
            "worker 0, step 0: the machine has no room for what must be posted at once");
}

TEST_F(SimulatedMemoryTest, FinishWaitsForWhatIsPosted) {
  constexpr std::array<std::uint32_t, 1> kList{0};
  run([&](SimulatedMemory& memory) {
    memory.finish();
    const double summand = 5;
    const auto computation = [&](std::span<const double>, std::span<double> update) {
      update[0] = summand;
    };
    memory.read_add(kList, kList, computation);
    EXPECT_EQ(machine_.execution().step(), 0u);
    memory.finish();
    EXPECT_EQ(machine_.execution().step(), 2u);
  });
  EXPECT_EQ(x(0), 5.0);
}

TEST_F(SimulatedMemoryTest, APostedListMayFillTheMachinesRoomSeveralTimes) {
  // 16 operations and 8 segments at once.
  constexpr std::array<std::uint32_t, 4> kList{0, 1, 2, 3};
  constexpr std::array<double, 4> kOnes{1, 1, 1, 1};
  const auto ones = [](std::span<const double>, std::span<double> update) {
    std::fill(update.begin(), update.end(), 1.0);
  };
  run([&](SimulatedMemory& memory) {
    for (int k = 0; k < 10; ++k) memory.add(kList, kOnes);
    for (int k = 0; k < 10; ++k) memory.add(GuardedList{kList, kC0, 0}, kOnes);
    for (int k = 0; k < 10; ++k) memory.read_add(kList, kList, ones);
    for (int k = 0; k < 10; ++k) memory.add(RacyList{kList}, kOnes);
    for (int k = 0; k < 10; ++k) memory.write(kC1, static_cast<std::uint64_t>(k));
  });
  for (std::uint32_t j = 0; j < 4; ++j) EXPECT_EQ(x(j), 40.0);
  EXPECT_EQ(c(1), 9u);
  EXPECT_EQ(log_.steps(), 40u + 40 + 80 + 80 + 10);
}

TEST_F(SimulatedMemoryTest, AListLongerThanTheMachinesRoomIsAnError) {
  std::array<std::uint32_t, 17> list{};
  Sequential sequential;
  const Ending ending =
      simulate(machine_, sequential, [&](SimulatedMemory& memory) { memory.read(list); });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(ending.detail,
            "worker 0, step 0: 17 operations at once, but the machine has room for 16 a worker");
}

TEST(SimulatedMemory, AnOperationThatTheMachineHasNoRoomForIsAnError) {
  MachineShape shape = small_machine(1, 1);
  shape.scalars_max = 0;
  Machine machine(shape);
  Sequential sequential;
  const Ending ending =
      simulate(machine, sequential, [](SimulatedMemory& memory) { memory.fetch_add(kC0, 1); });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(machine.execution().step(), 0u);
}

TEST_F(SimulatedMemoryTest, AllocatedDoublesAreZeroAndTheWorkersOwn) {
  run([](SimulatedMemory& memory) {
    const std::span<double> first = memory.allocate(3);
    const std::span<double> second = memory.allocate(1);
    EXPECT_EQ(std::accumulate(first.begin(), first.end(), second[0]), 0.0);
    std::fill(first.begin(), first.end(), 1.0);
    memory.fetch_add(kX0, 1.0);
    EXPECT_EQ(first[0] + first[1] + first[2], 3.0);
    EXPECT_EQ(second[0], 0.0);
    EXPECT_TRUE(memory.allocate(0).empty());
  });
}

TEST_F(SimulatedMemoryTest, AllocatingMoreThanThereIsIsAnError) {
  Sequential sequential;
  const Ending ending = simulate(machine_, sequential, [](SimulatedMemory& memory) {
    memory.allocate(3);
    memory.allocate(2);
  });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(ending.detail,
            "worker 0, step 0: 2 doubles allocated, but the machine has room for 1 a worker");
}

TEST_F(SimulatedMemoryTest, ReadsKeepEveryBit) {
  // Neither a plain read, nor one in a list, nor a read before an update changes what is there.
  constexpr std::array<std::uint64_t, 8> kBits{
      0x8000000000000000,  // -0.0
      0x0000000000000000,  // 0.0
      0x0000000000000001,  // smallest denormal
      0x800fffffffffffff,  // largest denormal, negative
      0x7ff0000000000000,  // infinity
      0xfff0000000000000,  // -infinity
      0x7ff8dead0000beef,  // a quiet NaN with a payload
      0xfff8000000000000,  // the NaN of 0/0 on x86
  };
  constexpr std::array<std::uint32_t, 1> kList{0};
  const auto no_update = [](std::span<const double>, std::span<double> update) { update[0] = 0; };
  for (const std::uint64_t bits : kBits) {
    Machine machine(small_machine(1, 1));
    machine.execution().cells[0] = to_double(bits);
    Sequential sequential;
    std::vector<Word> read;
    simulate(machine, sequential, [&](SimulatedMemory& memory) {
      read.push_back(to_word(memory.read(kX0)));
      read.push_back(to_word(memory.read(kList)[0]));
      memory.read_add(kList, kList, no_update);
      read.push_back(to_word(memory.compare_and_swap(kX0, 1234.0, 0.0)));
    });
    EXPECT_EQ(read, (std::vector<Word>{bits, bits, bits}));
    EXPECT_EQ(to_word(machine.execution().cells[0]), bits);
  }
}

TEST_F(SimulatedMemoryTest, CountersAreWholeBeyondWhatADoubleHolds) {
  constexpr std::uint64_t kOdd = (std::uint64_t{1} << 53) + 1;
  std::vector<std::uint64_t> found;
  run([&](SimulatedMemory& memory) {
    memory.write(kC0, kOdd);
    found.push_back(memory.fetch_add(kC0, 2));
    found.push_back(memory.read(kC0));
    memory.write(kC0, std::numeric_limits<std::uint64_t>::max());
    found.push_back(memory.fetch_add(kC0, 1));
    found.push_back(memory.read(kC0));
  });
  EXPECT_EQ(found, (std::vector<std::uint64_t>{kOdd, kOdd + 2,
                                               std::numeric_limits<std::uint64_t>::max(), 0}));
}

TEST_F(SimulatedMemoryTest, CoinsAreThoseOfWorkerAndIteration) {
  std::vector<std::uint64_t> drawn;
  run([&](SimulatedMemory& memory) {
    for (const std::uint64_t t : {3u, 8u}) {
      memory.fetch_add(kC0, 1);
      memory.begin_iteration(t);
      drawn.push_back(memory.coins()());
      drawn.push_back(memory.coins()());
    }
  });
  Coins third(1, 0, 3);
  Coins eighth(1, 0, 8);
  std::vector<std::uint64_t> expected{third(), third()};
  expected.push_back(eighth());
  expected.push_back(eighth());
  EXPECT_EQ(drawn, expected);
}

TEST_F(SimulatedMemoryTest, IterationsLastFromTheirFirstStepToTheirLast) {
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  const auto computation = [](std::span<const double>, std::span<double> update) {
    update[0] = 1.0;
    update[1] = 0.0;
  };
  run([&](SimulatedMemory& memory) {
    for (const std::uint64_t t : {0u, 1u}) {
      memory.fetch_add(kC0, 1);
      memory.begin_iteration(t);
      memory.read_add(kList, kList, computation);
      memory.end_iteration();
    }
  });
  // Steps of an iteration: C[0]; X[0], X[1]; X[0], since the update of X[1] is zero.
  EXPECT_EQ(log_.events(), (Lines{"worker 0 begins 0 at step 0", "worker 0 samples",
                                  "worker 0 ends 0 at step 3", "worker 0 begins 1 at step 4",
                                  "worker 0 samples", "worker 0 ends 1 at step 7"}));
}

TEST_F(SimulatedMemoryTest, AnIterationWithoutUpdatesEndsWithItsLastRead) {
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  const auto no_update = [](std::span<const double>, std::span<double> update) {
    std::fill(update.begin(), update.end(), 0.0);
  };
  run([&](SimulatedMemory& memory) {
    memory.fetch_add(kC0, 1);
    memory.begin_iteration(0);
    memory.read_add(kList, kList, no_update);
    memory.end_iteration();
  });
  EXPECT_EQ(log_.events(), (Lines{"worker 0 begins 0 at step 0", "worker 0 samples",
                                  "worker 0 ends 0 at step 2"}));
}

TEST_F(SimulatedMemoryTest, AnIterationMayBeOneStep) {
  run([](SimulatedMemory& memory) {
    memory.fetch_add(kC0, 1);
    memory.begin_iteration(5);
    memory.end_iteration();
  });
  EXPECT_EQ(log_.events(), (Lines{"worker 0 begins 5 at step 0", "worker 0 ends 5 at step 0"}));
}

class ThreeWorkers : public SimulatedMemoryTest {
 protected:
  ThreeWorkers() : SimulatedMemoryTest(3) {}
};

TEST_F(ThreeWorkers, EachStepIsTheNextOperationOfTheWorkerChosen) {
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  const auto computation = [](std::span<const double> view, std::span<double> update) {
    update[0] = 1.0;
    update[1] = view[0];
  };
  testing::Choices schedule = testing::steps_of({2, 0, 2, 0, 2, 0, 1, 1, 1, 1});
  const Ending ending = simulate(machine_, schedule, [&](SimulatedMemory& memory) {
    memory.read_add(kList, kList, computation);
  });
  EXPECT_EQ(ending.verdict, proto::COMPLETED);
  EXPECT_EQ(log_.operations(),
            (Lines{"worker 2 read X[0]", "worker 0 read X[0]", "worker 2 read X[1]",
                   "worker 0 read X[1]", "worker 2 fetch&add X[0] 1", "worker 0 fetch&add X[0] 1",
                   // Both have read 0 from X[0], and so add nothing to X[1].
                   "worker 1 read X[0]", "worker 1 read X[1]", "worker 1 fetch&add X[0] 1",
                   "worker 1 fetch&add X[1] 2"}));
}

TEST_F(ThreeWorkers, WorkersKnowTheirNumber) {
  std::vector<std::uint32_t> numbers(3, 99);
  run([&](SimulatedMemory& memory) { numbers.at(memory.worker()) = memory.worker(); });
  EXPECT_EQ(numbers, (std::vector<std::uint32_t>{0, 1, 2}));
}

TEST_F(ThreeWorkers, ACounterHandsOutEveryNumberOnce) {
  std::vector<int> taken(300, 0);
  RoundRobin round_robin;
  const Ending ending = simulate(machine_, round_robin, [&](SimulatedMemory& memory) {
    for (;;) {
      const std::uint64_t t = memory.fetch_add(kC0, 1);
      if (t >= taken.size()) return;
      ++taken[t];
    }
  });
  EXPECT_EQ(ending.verdict, proto::COMPLETED);
  EXPECT_EQ(taken, std::vector<int>(300, 1));
  EXPECT_EQ(c(0), 303u);
}

}  // namespace
}  // namespace hogtie
