#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/machine/simulated_memory.h"
#include "tests/sim/simulated_memory_testing.h"

namespace hogtie {
namespace {

using testing::kC0;
using testing::kC1;
using testing::kX0;
using testing::kX1;
using testing::Lines;

using SimulatedMemoryLists = testing::OneMachine;

TEST_F(SimulatedMemoryLists, AListIsWrittenInOrder) {
  x(1) = 1.0;
  x(3) = 8.0;
  constexpr std::array<std::uint32_t, 3> kList{1, 2, 3};
  constexpr std::array<double, 3> kValues{0.5, -0.0, 0.0};
  run([&](SimulatedMemory& memory) {
    memory.write(RegisterList(kList), kValues);
    memory.add(kC0, 1);
  });
  EXPECT_EQ(log_.operations(), (Lines{"worker 0 write X[1] 0.5", "worker 0 write X[2] -0",
                                      "worker 0 write X[3] 0", "worker 0 fetch&add C[0] 1"}));
  EXPECT_EQ(x(1), 0.5);
  EXPECT_TRUE(std::signbit(x(2)));
  EXPECT_EQ(x(3), 0.0);
}

TEST_F(SimulatedMemoryLists, ARacyAddReadsAndWrites) {
  x(1) = 1.0;
  x(3) = 8.0;
  constexpr std::array<std::uint32_t, 3> kList{1, 2, 3};
  constexpr std::array<double, 3> kValues{0.5, 0.0, -2.0};
  run([&](SimulatedMemory& memory) { memory.add(RacyList{kList}, kValues); });
  EXPECT_EQ(log_.operations(), (Lines{"worker 0 read X[1]", "worker 0 write X[1] 1.5",
                                      "worker 0 read X[3]", "worker 0 write X[3] 6"}));
  EXPECT_EQ(x(1), 1.5);
  EXPECT_EQ(x(3), 6.0);
}

TEST_F(SimulatedMemoryLists, ARacyAddAmongOtherOperations) {
  x(0) = 1.0;
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  constexpr std::array<double, 2> kValues{2.0, 3.0};
  std::uint64_t before = 0;
  double value = 0;
  run([&](SimulatedMemory& memory) {
    memory.write(kC0, 7);
    memory.add(RacyList{kList}, kValues);
    memory.add(kList, kValues);
    before = memory.fetch_add(kC0, 1);
    memory.add(RacyList{kList}, kValues);
    memory.add(RacyList{kList}, kValues);
    value = memory.read(kX1);
  });
  EXPECT_EQ(before, 7u);
  EXPECT_EQ(value, 12.0);
  EXPECT_EQ(x(0), 9.0);
  EXPECT_EQ(log_.steps(), 1u + 4 + 2 + 1 + 4 + 4 + 1);
}

TEST_F(SimulatedMemoryLists, AListCanBeginAtAnyRegister) {
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  constexpr std::array<double, 2> kValues{2.0, 3.0};
  std::vector<double> view;
  run([&](SimulatedMemory& memory) {
    memory.add(RegisterList{kList, 2}, kValues);
    memory.add(kList, kValues);
    const std::span<const double> read = memory.read({kList, 1});
    view.assign(read.begin(), read.end());
  });
  EXPECT_EQ(log_.places(),
            (Lines{"worker 0 fetch&add X[2]", "worker 0 fetch&add X[3]", "worker 0 fetch&add X[0]",
                   "worker 0 fetch&add X[1]", "worker 0 read X[1]", "worker 0 read X[2]"}));
  EXPECT_EQ(view, (std::vector<double>{3.0, 2.0}));
}

TEST_F(SimulatedMemoryLists, ListsAreReadOneAfterTheOther) {
  for (std::uint32_t j = 0; j < 4; ++j) x(j) = j + 1.0;
  set_c(0, 5);
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  constexpr std::array<std::uint32_t, 1> kLast{3};
  std::vector<double> view;
  std::vector<double> behind;
  std::uint64_t count = 0;
  run([&](SimulatedMemory& memory) {
    const std::span<const double> read =
        memory.read(std::array{RegisterList(kList, 1), RegisterList(kLast), RegisterList(kList)});
    view.assign(read.begin(), read.end());
    const CountedView counted = memory.read_behind(kC0, kList);
    count = counted.count;
    behind.assign(counted.view.begin(), counted.view.end());
  });
  EXPECT_EQ(view, (std::vector<double>{2, 3, 4, 1, 2}));
  EXPECT_EQ(count, 5u);
  EXPECT_EQ(behind, (std::vector<double>{1, 2}));
  EXPECT_EQ(log_.operations(),
            (Lines{"worker 0 read X[1]", "worker 0 read X[2]", "worker 0 read X[3]",
                   "worker 0 read X[0]", "worker 0 read X[1]", "worker 0 read C[0]",
                   "worker 0 read X[0]", "worker 0 read X[1]"}));
}

TEST_F(SimulatedMemoryLists, ReadOfAListIsAStepForEachRegister) {
  for (std::uint32_t j = 0; j < 4; ++j) x(j) = j + 1.0;
  constexpr std::array<std::uint32_t, 3> kList{0, 2, 3};
  std::vector<double> view;
  run([&](SimulatedMemory& memory) {
    const std::span<const double> read = memory.read(kList);
    view.assign(read.begin(), read.end());
  });
  EXPECT_EQ(view, (std::vector<double>{1.0, 3.0, 4.0}));
  EXPECT_EQ(log_.operations(),
            (Lines{"worker 0 read X[0]", "worker 0 read X[2]", "worker 0 read X[3]"}));
}

TEST_F(SimulatedMemoryLists, ZerosThatAreLeftOutDoNotMoveWhatCameBefore) {
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  constexpr std::array<double, 2> kValues{2.0, 3.0};
  constexpr std::array<double, 2> kWithZero{0.0, 5.0};
  std::uint64_t before = 0;
  run([&](SimulatedMemory& memory) {
    memory.add(kList, kValues);
    memory.write(kC0, 7);
    memory.add(kList, kWithZero);
    before = memory.fetch_add(kC0, 1);
  });
  EXPECT_EQ(before, 7u);
  EXPECT_EQ(log_.places(),
            (Lines{"worker 0 fetch&add X[0]", "worker 0 fetch&add X[1]", "worker 0 write C[0]",
                   "worker 0 fetch&add X[1]", "worker 0 fetch&add C[0]"}));
  EXPECT_EQ(x(1), 8.0);
}

TEST_F(SimulatedMemoryLists, AddLeavesOutZeros) {
  constexpr std::array<std::uint32_t, 4> kList{0, 1, 2, 3};
  constexpr std::array<double, 4> kValues{1.0, 0.0, -0.0, 2.0};
  run([&](SimulatedMemory& memory) { memory.add(kList, kValues); });
  EXPECT_EQ(log_.operations(), (Lines{"worker 0 fetch&add X[0] 1", "worker 0 fetch&add X[3] 2"}));
  EXPECT_EQ(x(0), 1.0);
  EXPECT_EQ(x(3), 2.0);
}

TEST_F(SimulatedMemoryLists, GuardedAddLooksAtTheGuardAtEachStep) {
  constexpr std::array<std::uint32_t, 3> kList{0, 1, 2};
  constexpr std::array<double, 3> kValues{1.0, 0.0, 2.0};
  run([&](SimulatedMemory& memory) {
    memory.add(GuardedList{kList, kC0, 0}, kValues);
    memory.fetch_add(kC0, 1);
    memory.add(GuardedList{kList, kC0, 0}, kValues);
  });
  EXPECT_EQ(log_.operations(),
            (Lines{"worker 0 guarded fetch&add X[0] 1 if C[0] = 0",
                   "worker 0 guarded fetch&add X[2] 2 if C[0] = 0", "worker 0 fetch&add C[0] 1",
                   "worker 0 guarded fetch&add X[0] 1 if C[0] = 0",
                   "worker 0 guarded fetch&add X[2] 2 if C[0] = 0"}));
  EXPECT_EQ(x(0), 1.0);
  EXPECT_EQ(x(2), 2.0);
}

TEST_F(SimulatedMemoryLists, ReadAddComputesBetweenReadsAndUpdates) {
  x(0) = 1.0;
  x(2) = 3.0;
  constexpr std::array<std::uint32_t, 2> kReads{0, 2};
  constexpr std::array<std::uint32_t, 3> kAdds{0, 1, 3};
  std::vector<double> seen;
  const auto computation = [&](std::span<const double> view, std::span<double> update) {
    seen.assign(view.begin(), view.end());
    update[0] = 10 * view[0];
    update[1] = 0.0;
    update[2] = 10 * view[1];
  };
  run([&](SimulatedMemory& memory) { memory.read_add(kReads, kAdds, computation); });
  EXPECT_EQ(seen, (std::vector<double>{1.0, 3.0}));
  EXPECT_EQ(
      log_.lines(),
      (Lines{"step 0 worker 0 read X[0] found " + std::to_string(to_word(1.0)),
             "step 1 worker 0 read X[2] found " + std::to_string(to_word(3.0)), "worker 0 samples",
             "step 2 worker 0 fetch&add X[0] 10 found " + std::to_string(to_word(1.0)),
             "step 3 worker 0 fetch&add X[3] 30 found 0"}));
}

TEST_F(SimulatedMemoryLists, ReadAddToARacyList) {
  x(0) = 1.0;
  x(1) = 2.0;
  x(2) = 3.0;
  constexpr std::array<std::uint32_t, 3> kList{0, 1, 2};
  int times = 0;
  const auto computation = [&](std::span<const double> view, std::span<double> update) {
    update[0] = 10 * view[0];
    update[1] = times == 1 ? 0.0 : 10 * view[1];
    update[2] = times == 2 ? 0.0 : 10 * view[2];
  };
  std::uint64_t before = 0;
  run([&](SimulatedMemory& memory) {
    for (times = 0; times < 3; ++times) {
      memory.read_add(kList, RacyList{kList}, computation);
      before = memory.fetch_add(kC0, 1);
    }
  });
  EXPECT_EQ(before, 2u);
  EXPECT_EQ(x(0), 1331.0);  // 11^3
  EXPECT_EQ(x(1), 242.0);   // 2 * 11^2
  EXPECT_EQ(x(2), 363.0);   // 3 * 11^2
  const Lines operations = log_.operations();
  ASSERT_EQ(operations.size(), (3u + 6 + 1) + (3 + 4 + 1) * 2);
  EXPECT_EQ(Lines(operations.begin() + 10, operations.begin() + 18),
            (Lines{"worker 0 read X[0]", "worker 0 read X[1]", "worker 0 read X[2]",
                   "worker 0 read X[0]", "worker 0 write X[0] 121", "worker 0 read X[2]",
                   "worker 0 write X[2] 363", "worker 0 fetch&add C[0] 1"}));
}

TEST_F(SimulatedMemoryLists, ReadAddToAGuardedList) {
  x(0) = 1.0;
  x(2) = 3.0;
  constexpr std::array<std::uint32_t, 3> kList{0, 1, 2};
  const auto computation = [&](std::span<const double> view, std::span<double> update) {
    for (std::size_t k = 0; k < 3; ++k) update[k] = 10 * view[k];
  };
  run([&](SimulatedMemory& memory) {
    for (std::uint64_t epoch = 0; epoch < 2; ++epoch) {
      memory.read_add(kList, GuardedList{kList, kC0, 1}, computation);
      memory.add(kC0, 1);
    }
  });
  // X[1] = 0 is not added to; C[0] is 0 at first, then 1.
  EXPECT_EQ(log_.steps(), 2u * (3 + 2 + 1));
  EXPECT_EQ(x(0), 11.0);
  EXPECT_EQ(x(2), 33.0);
}

TEST_F(SimulatedMemoryLists, ReadAddWithACount) {
  x(0) = 1.0;
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  std::vector<std::uint64_t> counts;
  const auto computation = [&](std::span<const double> view, std::uint64_t count,
                               std::span<double> update) {
    counts.push_back(count);
    update[0] = view[0] + static_cast<double>(count);
    update[1] = count == 1 ? 0.0 : 1.0;
  };
  run([&](SimulatedMemory& memory) {
    for (int k = 0; k < 3; ++k) {
      memory.read_add(kList, kC0, kList, computation);
      memory.fetch_add(kC0, 1);
    }
  });
  EXPECT_EQ(counts, (std::vector<std::uint64_t>{0, 1, 2}));
  EXPECT_EQ(x(0), 12.0);  // 1 -> 2 -> 5 -> 12
  EXPECT_EQ(x(1), 2.0);
  EXPECT_EQ(log_.places()[2], "worker 0 read C[0]");
}

TEST_F(SimulatedMemoryLists, ReadAddWithOperationsBetweenComputationAndUpdates) {
  x(0) = 1.0;
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  int round = 0;
  const auto computation = [&](std::span<const double> view, std::span<double> update) {
    update[0] = 2 * view[0];
    update[1] = round == 1 ? 0.0 : 1.0;
  };
  run([&](SimulatedMemory& memory) {
    for (round = 0; round < 2; ++round) {
      memory.read_add(kList, kList, computation, [&] {
        memory.add(kC0, 1);
        memory.wait_while(kC0, 0, 0);
      });
      memory.fetch_add(kC1, 1);
    }
  });
  EXPECT_EQ(x(0), 9.0);
  EXPECT_EQ(x(1), 1.0);
  EXPECT_EQ(log_.places(),
            (Lines{"worker 0 read X[0]", "worker 0 read X[1]", "worker 0 fetch&add C[0]",
                   "worker 0 read C[0]", "worker 0 fetch&add X[0]", "worker 0 fetch&add X[1]",
                   "worker 0 fetch&add C[1]", "worker 0 read X[0]", "worker 0 read X[1]",
                   "worker 0 fetch&add C[0]", "worker 0 read C[0]", "worker 0 fetch&add X[0]",
                   "worker 0 fetch&add C[1]"}));
}

TEST_F(SimulatedMemoryLists, ReadAddAgainAndAgain) {
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  constexpr int kTimes = 20;
  int times = 0;
  // Doubles X[0], and adds to X[1] at every third time only.
  const auto computation = [&](std::span<const double> view, std::span<double> update) {
    update[0] = view[0];
    update[1] = times % 3 == 0 ? 1.0 : 0.0;
  };
  x(0) = 1.0;
  run([&](SimulatedMemory& memory) {
    for (times = 0; times < kTimes; ++times) {
      memory.read_add(kList, kList, computation);
      memory.fetch_add(kC0, 1);
    }
  });
  EXPECT_EQ(x(0), 1048576.0);  // 2^20
  EXPECT_EQ(x(1), 7.0);        // times 0, 3, ..., 18
  EXPECT_EQ(c(0), 20u);
  EXPECT_EQ(log_.steps(), 20u * 4 + 7);  // two reads, one or two updates, one on C[0]
}

TEST_F(SimulatedMemoryLists, ReadAddOfDifferentListsInTurn) {
  constexpr std::array<std::uint32_t, 2> kFirst{0, 1};
  constexpr std::array<std::uint32_t, 2> kSecond{2, 3};
  std::vector<double> seen;
  const auto computation = [&](std::span<const double> view, std::span<double> update) {
    seen.insert(seen.end(), view.begin(), view.end());
    std::fill(update.begin(), update.end(), 1.0);
  };
  run([&](SimulatedMemory& memory) {
    for (int k = 0; k < 2; ++k) {
      memory.read_add(kFirst, kFirst, computation);
      memory.read_add(kSecond, kSecond, computation);
      memory.read_add(kFirst, kSecond, computation);
    }
  });
  // X[0], X[1] after 0, 1, 1, 2 updates; X[2], X[3] after 0 and 2.
  EXPECT_EQ(seen, (std::vector<double>{0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2}));
  EXPECT_EQ(x(1), 2.0);
  EXPECT_EQ(x(3), 4.0);
}

TEST_F(SimulatedMemoryLists, ReadOfAListRightBehindReadAdd) {
  constexpr std::array<std::uint32_t, 2> kFirst{0, 1};
  constexpr std::array<std::uint32_t, 2> kSecond{1, 2};
  x(0) = 1.0;
  x(1) = 2.0;
  x(2) = 3.0;
  const auto computation = [](std::span<const double> view, std::span<double> update) {
    update[0] = 10 * view[0];
    update[1] = 10 * view[1];
  };
  std::vector<double> view;
  run([&](SimulatedMemory& memory) {
    memory.read_add(kFirst, kFirst, computation);
    const std::span<const double> read = memory.read(kSecond);
    view.assign(read.begin(), read.end());
  });
  EXPECT_EQ(x(0), 11.0);
  EXPECT_EQ(x(1), 22.0);
  EXPECT_EQ(view, (std::vector<double>{22.0, 3.0}));
}

TEST_F(SimulatedMemoryLists, ResultsBehindUpdatesThatAreZero) {
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  x(2) = 3.0;
  x(3) = 4.0;
  set_c(0, 5);
  const auto no_update = [](std::span<const double>, std::span<double> update) {
    std::fill(update.begin(), update.end(), 0.0);
  };
  double read = 0;
  double before = 0;
  std::uint64_t count = 0;
  run([&](SimulatedMemory& memory) {
    memory.read_add(kList, kList, no_update);
    read = memory.read(DoubleRegister{2});
    memory.read_add(kList, kList, no_update);
    before = memory.fetch_add(DoubleRegister{3}, 1.0);
    memory.read_add(kList, kList, no_update);
    count = memory.fetch_add(kC0, 1);
  });
  EXPECT_EQ(read, 3.0);
  EXPECT_EQ(before, 4.0);
  EXPECT_EQ(count, 5u);
  EXPECT_EQ(log_.steps(), 9u);
}

TEST_F(SimulatedMemoryLists, EmptyListsAreNoSteps) {
  constexpr std::array<std::uint32_t, 2> kList{1, 2};
  const std::span<const std::uint32_t> none;
  int computed = 0;
  const auto computation = [&](std::span<const double> view, std::span<double> update) {
    ++computed;
    std::fill(update.begin(), update.end(), 1.0 + static_cast<double>(view.size()));
  };
  run([&](SimulatedMemory& memory) {
    EXPECT_TRUE(memory.read(none).empty());
    memory.add(none, {});
    memory.add(GuardedList{none, kC0, 0}, {});
    memory.add(RacyList{none}, {});
    memory.write(RegisterList(none), {});
    memory.read_add(none, none, computation);
    memory.read_add(none, kList, computation);
    memory.read_add(kList, none, computation);
  });
  EXPECT_EQ(computed, 3);
  EXPECT_EQ(log_.operations(), (Lines{"worker 0 fetch&add X[1] 1", "worker 0 fetch&add X[2] 1",
                                      "worker 0 read X[1]", "worker 0 read X[2]"}));
}

TEST_F(SimulatedMemoryLists, UpdatesWithoutReadsThatAreAllZeroAreNoSteps) {
  constexpr std::array<std::uint32_t, 2> kList{1, 2};
  const auto no_update = [](std::span<const double>, std::span<double> update) {
    std::fill(update.begin(), update.end(), 0.0);
  };
  run([&](SimulatedMemory& memory) {
    for (int k = 0; k < 20; ++k) memory.read_add({}, kList, no_update);
    memory.fetch_add(kX0, 1.0);
  });
  EXPECT_EQ(log_.operations(), (Lines{"worker 0 fetch&add X[0] 1"}));
}

}  // namespace
}  // namespace hogtie
