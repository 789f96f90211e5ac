#include "adversaries/interface/view.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "core/random/coins.h"
#include "tests/adversaries/adversary_testing.h"
#include "tests/sim/machine_testing.h"

namespace hogtie {
namespace {

// What each power can ask. The class of an adversary is what its view compiles.
template <class V>
concept SeesTheSchedule = requires(const V& view) {
  view.step();
  view.workers();
  view.runnable();
};
template <class V>
concept SeesThePast = requires(const V& view) {
  view.layout();
  view.last_worker();
  view.value(DoubleRegister{0});
  view.value(CounterRegister{0});
  view.iteration(0);
  view.values_read(0);
  view.registers_read(0);
};
template <class V>
concept SeesSomeOfThePast = requires(const V& view) {
  view.layout();
}
|| requires(const V& view) {
  view.last_worker();
}
|| requires(const V& view) {
  view.value(DoubleRegister{0});
}
|| requires(const V& view) {
  view.value(CounterRegister{0});
}
|| requires(const V& view) {
  view.iteration(0);
}
|| requires(const V& view) {
  view.values_read(0);
}
|| requires(const V& view) {
  view.registers_read(0);
};
template <class V>
concept SeesKinds = requires(const V& view) {
  view.pending_kind(0);
};
template <class V>
concept SeesRegisters = requires(const V& view) {
  view.pending_register(0);
};
template <class V>
concept SeesOperands = requires(const V& view) {
  view.pending_operand(0);
};
template <class V>
concept SeesOperations = requires(const V& view) {
  view.pending(0);
}
|| requires(const V& view) {
  view.update(0);
};
template <class V>
concept SeesCoins = requires(const V& view) {
  view.coins(0);
};
// What is under a view is out of reach for all.
template <class V>
concept SeesTheMachine = requires(const V& view) {
  view.execution();
}
|| requires(const V& view) {
  view.cursor(0);
}
|| requires(const V& view) {
  view.pending_operation(0);
}
|| requires(const V& view) {
  view.situation_;
};

static_assert(SeesTheSchedule<ObliviousView> && !SeesSomeOfThePast<ObliviousView>);
static_assert(!SeesKinds<ObliviousView> && !SeesRegisters<ObliviousView>);
static_assert(!SeesOperands<ObliviousView> && !SeesOperations<ObliviousView>);
static_assert(!SeesCoins<ObliviousView> && !SeesTheMachine<ObliviousView>);

static_assert(SeesTheSchedule<PastView> && SeesThePast<PastView>);
static_assert(!SeesKinds<PastView> && !SeesRegisters<PastView> && !SeesOperands<PastView>);
static_assert(!SeesOperations<PastView> && !SeesCoins<PastView> && !SeesTheMachine<PastView>);

static_assert(SeesThePast<LocationObliviousView> && SeesKinds<LocationObliviousView>);
static_assert(SeesOperands<LocationObliviousView> && !SeesRegisters<LocationObliviousView>);
static_assert(!SeesOperations<LocationObliviousView> && !SeesCoins<LocationObliviousView>);
static_assert(!SeesTheMachine<LocationObliviousView>);

static_assert(SeesThePast<ValueObliviousView> && SeesKinds<ValueObliviousView>);
static_assert(SeesRegisters<ValueObliviousView> && !SeesOperands<ValueObliviousView>);
static_assert(!SeesOperations<ValueObliviousView> && !SeesCoins<ValueObliviousView>);
static_assert(!SeesTheMachine<ValueObliviousView>);

static_assert(SeesThePast<StrongView> && SeesOperations<StrongView> && SeesCoins<StrongView>);
static_assert(!SeesTheMachine<StrongView>);

// No view turns into one that shows more, or gives its situation away.
template <class Strong, class Weak>
constexpr bool kCannotBecome =
    !std::is_constructible_v<Strong, Weak> && !std::is_convertible_v<Weak, Strong>;
static_assert(kCannotBecome<PastView, ObliviousView>);
static_assert(kCannotBecome<LocationObliviousView, PastView>);
static_assert(kCannotBecome<ValueObliviousView, PastView>);
static_assert(kCannotBecome<LocationObliviousView, ValueObliviousView>);
static_assert(kCannotBecome<ValueObliviousView, LocationObliviousView>);
static_assert(kCannotBecome<StrongView, LocationObliviousView>);
static_assert(kCannotBecome<StrongView, ValueObliviousView>);
static_assert(!std::is_convertible_v<StrongView, Situation>);

using testing::Function;
using testing::Increments;
using testing::increments;
using Reals = std::vector<double>;
using Registers = std::vector<std::uint32_t>;

/// The update of worker 0 before each step of a run of that worker alone.
template <class Run>
std::vector<Increments> updates_seen(const Run& run) {
  std::vector<Increments> updates;
  Function<StrongView> spy([&](StrongView view) {
    updates.push_back(increments(view.update(0)));
    return Choice{0};
  });
  run(spy);
  return updates;
}
Reals reals(std::span<const double> values) {
  return {values.begin(), values.end()};
}
Registers numbers(std::span<const std::uint32_t> registers) {
  return {registers.begin(), registers.end()};
}

// One worker, f(x) = (x_0^2 + 2 x_1^2) / 2, step size 1/2, from (8, 4): the update is (-4, -4).
// Steps: C[0]; X[0]; X[1]; X[0]; X[1]; C[0].
const std::vector<std::string> kOneIteration{"workers=1",
                                             "objective.dimension=2",
                                             "objective.curvature=1,2",
                                             "objective.initial=8,4",
                                             "algorithm.step_size=0.5",
                                             "algorithm.iterations=1"};

TEST(Views, PastOfAnIteration) {
  std::vector<Reals> read;
  std::vector<Registers> registers;
  std::vector<bool> inside;
  std::vector<double> x0;
  std::vector<std::uint64_t> c0;
  std::vector<std::uint32_t> last;
  Function<PastView> spy([&](PastView view) {
    EXPECT_EQ(view.step(), read.size());
    read.push_back(reals(view.values_read(0)));
    registers.push_back(numbers(view.registers_read(0)));
    inside.push_back(view.iteration(0).has_value());
    x0.push_back(view.value(DoubleRegister{0}));
    c0.push_back(view.value(CounterRegister{0}));
    last.push_back(view.last_worker());
    return Choice{0};
  });
  testing::watch(testing::experiment_of(kOneIteration), spy);
  EXPECT_EQ(read, (std::vector<Reals>{{}, {}, {8}, {8, 4}, {8, 4}, {8, 4}}));
  EXPECT_EQ(registers, (std::vector<Registers>{{}, {}, {0}, {0, 1}, {0, 1}, {0, 1}}));
  EXPECT_EQ(inside, (std::vector<bool>{false, true, true, true, true, false}));
  EXPECT_EQ(x0, (Reals{8, 8, 8, 8, 4, 4}));
  EXPECT_EQ(c0, (std::vector<std::uint64_t>{0, 1, 1, 1, 1, 1}));
  EXPECT_EQ(last, (Registers{1, 0, 0, 0, 0, 0}));  // 1: no worker, before the first step
}

TEST(Views, NothingIsPendingOfAWorkerThatHasEnded) {
  // Worker 0 ends after its one iteration; then worker 1 is left.
  std::string message;
  Function<StrongView> strong([&](StrongView view) {
    if (view.runnable().contains(0)) return Choice{0};
    try {
      view.pending(0);
    } catch (const std::out_of_range& error) {
      message = error.what();
    }
    return Choice{1};
  });
  std::vector<std::string> settings = kOneIteration;
  settings.emplace_back("workers=2");
  testing::watch(testing::experiment_of(settings), strong);
  EXPECT_EQ(message, "worker 0 has ended, and has no operation pending");
}

TEST(Views, PendingOperations) {
  constexpr OperationKind kRead = OperationKind::kRead;
  constexpr OperationKind kAdd = OperationKind::kFetchAdd;
  std::vector<Operation> pending;
  Function<StrongView> strong([&](StrongView view) {
    pending.push_back(view.pending(0));
    return Choice{0};
  });
  testing::watch(testing::experiment_of(kOneIteration), strong);
  EXPECT_EQ(pending, (std::vector<Operation>{{kAdd, 2, 1},
                                             {kRead, 0},
                                             {kRead, 1},
                                             {kAdd, 0, to_word(-4)},
                                             {kAdd, 1, to_word(-4)},
                                             {kAdd, 2, 1}}));

  std::size_t k = 0;
  Function<ValueObliviousView> value([&](ValueObliviousView view) {
    EXPECT_EQ(view.pending_kind(0), pending[k].kind);
    EXPECT_EQ(view.pending_register(0), pending[k++].target);
    return Choice{0};
  });
  testing::watch(testing::experiment_of(kOneIteration), value);
  EXPECT_EQ(k, pending.size());

  k = 0;
  Function<LocationObliviousView> location([&](LocationObliviousView view) {
    EXPECT_EQ(view.pending_kind(0), pending[k].kind);
    EXPECT_EQ(view.pending_operand(0), pending[k++].operand);
    return Choice{0};
  });
  testing::watch(testing::experiment_of(kOneIteration), location);
  EXPECT_EQ(k, pending.size());
}

TEST(Views, TheSampledUpdate) {
  const auto updates = updates_seen(
      [](Adversary& spy) { testing::watch(testing::experiment_of(kOneIteration), spy); });
  EXPECT_EQ(updates, (std::vector<Increments>{{}, {}, {}, {{0, -4}, {1, -4}}, {{1, -4}}, {}}));
}

TEST(Views, TheSampledUpdateIsWithoutZeros) {
  auto experiment = testing::experiment_of(kOneIteration);
  set(experiment, "objective.initial=0,4");
  const auto updates = updates_seen([&](Adversary& spy) { testing::watch(experiment, spy); });
  EXPECT_EQ(updates, (std::vector<Increments>{{}, {}, {}, {{1, -4}}, {}}));
}

TEST(Views, TheSampledUpdateThatIsAppliedRacily) {
  auto experiment = testing::experiment_of(kOneIteration);
  set(experiment, "algorithm.name=hogwild");
  const auto updates = updates_seen([&](Adversary& spy) { testing::watch(experiment, spy); });
  // C[0], two reads, and twice a read and a write: a component is in flight until it is written.
  const Increments whole{{0, -4}, {1, -4}};
  const Increments second{{1, -4}};
  EXPECT_EQ(updates, (std::vector<Increments>{{}, {}, {}, whole, whole, second, second, {}}));
}

TEST(Views, TheSampledUpdateUnderAGuard) {
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  const auto computation = [](std::span<const double>, std::span<double> update) {
    update[0] = 3;
    update[1] = 4;
  };
  // Where `moves` says so, worker 1 moves the guard C[0] to 1 before worker 0 has applied any.
  const auto updates_before = [&](bool moves) {
    std::vector<Increments> updates;
    Function<StrongView> spy([&](StrongView view) {
      updates.push_back(increments(view.update(0)));
      return Choice{moves && view.step() == 2 ? 1U : 0U};
    });
    Machine machine(testing::small_machine(2, 2));
    machine.set_step_limit(4);
    simulate(machine, spy, [&](SimulatedMemory& memory) {
      if (memory.worker() == 1) {
        memory.add(CounterRegister{0}, 1);
      } else {
        memory.read_add(kList, GuardedList{kList, CounterRegister{0}, 0}, computation);
        memory.read(kList);
      }
    });
    return updates;
  };
  const Increments whole{{0, 3}, {1, 4}};
  EXPECT_EQ(updates_before(false), (std::vector<Increments>{{}, {}, whole, {{1, 4}}}));
  EXPECT_EQ(updates_before(true), (std::vector<Increments>{{}, {}, whole, {}}));
}

TEST(Views, TheSampledUpdateWhereItIsPostedByItself) {
  // A view is read, and the update computed from it posted then: the zero in it is no operation.
  constexpr std::array<std::uint32_t, 3> kList{0, 1, 2};
  constexpr std::array<double, 3> kUpdate{3, 0, 4};
  const auto updates_of = [&](const auto& adds) {
    return updates_seen([&](Adversary& spy) {
      Machine machine(testing::small_machine(1, 3));
      simulate(machine, spy, [&](SimulatedMemory& memory) {
        memory.read(kList);
        memory.add(adds, kUpdate);
        memory.read(DoubleRegister{0});
      });
    });
  };
  const Increments whole{{0, 3}, {2, 4}};
  const Increments rest{{2, 4}};
  EXPECT_EQ(updates_of(RegisterList(kList)),
            (std::vector<Increments>{{}, {}, {}, whole, rest, {}}));
  EXPECT_EQ(updates_of(RacyList{kList}),
            (std::vector<Increments>{{}, {}, {}, whole, whole, rest, rest, {}}));
}

TEST(Views, OperationsOutsideOfAnyReadAreNoUpdate) {
  // A list is read and added to; then come operations by themselves, which are pending but neither
  // read for a gradient nor part of a sampled one.
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  const auto computation = [](std::span<const double>, std::span<double> update) {
    update[0] = 1;
    update[1] = 2;
  };
  std::vector<Increments> updates;
  std::vector<Reals> read;
  Function<StrongView> spy([&](StrongView view) {
    updates.push_back(increments(view.update(0)));
    read.push_back(reals(view.values_read(0)));
    return Choice{0};
  });
  Machine machine(testing::small_machine(1, 2));
  simulate(machine, spy, [&](SimulatedMemory& memory) {
    memory.read_add(kList, kList, computation);
    memory.fetch_add(DoubleRegister{0}, 4);
    for (int k = 0; k < 3; ++k) memory.write(DoubleRegister{1}, 5);
    memory.fetch_add(DoubleRegister{1}, 6);
  });
  EXPECT_EQ(updates,
            (std::vector<Increments>{{}, {}, {{0, 1}, {1, 2}}, {{1, 2}}, {}, {}, {}, {}, {}}));
  EXPECT_EQ(read, (std::vector<Reals>{{}, {0}, {0, 0}, {0, 0}, {0, 0}, {}, {}, {}, {}}));
}

TEST(Views, CoinsThatHaveBeenFlipped) {
  // Noise flips coins when the gradient is sampled, right after the second read.
  auto experiment = testing::experiment_of(kOneIteration);
  set(experiment, "objective.noise=1");
  set(experiment, "seed=9");
  std::vector<std::vector<std::uint64_t>> coins;
  Function<StrongView> spy([&](StrongView view) {
    coins.push_back(view.coins(0));
    return Choice{0};
  });
  testing::watch(experiment, spy);
  Coins expected(9, 0, 0);
  expected.gaussian();
  expected.gaussian();
  Coins again(9, 0, 0);
  std::vector<std::uint64_t> flipped;
  for (std::uint64_t k = 0; k < expected.flipped(); ++k) flipped.push_back(again());
  EXPECT_GE(flipped.size(), 2u);
  ASSERT_EQ(coins.size(), 6u);
  for (std::size_t k = 0; k < 3; ++k) EXPECT_TRUE(coins[k].empty());
  for (std::size_t k = 3; k < 6; ++k) EXPECT_EQ(coins[k], flipped);
}

TEST(Views, RunnableWorkers) {
  // Worker k takes k steps, in order of workers.
  std::vector<std::uint32_t> sizes;
  Function<ObliviousView> spy([&](ObliviousView view) {
    EXPECT_EQ(view.workers(), 4u);
    EXPECT_FALSE(view.runnable().contains(0));
    sizes.push_back(view.runnable().size());
    return Choice{view.runnable().first_from(0)};
  });
  Machine machine(testing::small_machine(4, 1));
  const Ending ending = simulate(machine, spy, [](SimulatedMemory& memory) {
    for (std::uint32_t k = 0; k < memory.worker(); ++k) memory.fetch_add(CounterRegister{0}, 1);
  });
  EXPECT_EQ(ending.verdict, proto::COMPLETED);
  EXPECT_EQ(sizes, (std::vector<std::uint32_t>{3, 2, 2, 1, 1, 1}));
}

}  // namespace
}  // namespace hogtie
