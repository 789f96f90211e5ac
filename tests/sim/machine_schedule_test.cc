#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "adversaries/strategies/uniform.h"
#include "core/random/bit_stream.h"
#include "sim/machine/simulated_memory.h"
#include "sim/trace/digest.h"
#include "tests/sim/machine_testing.h"
#include "tests/sim/simulated_memory_testing.h"

namespace hogtie {
namespace {

using testing::Choices;
using testing::kC1;
using testing::Log;
using testing::small_machine;

constexpr std::array<std::uint32_t, 4> kAll{0, 1, 2, 3};
constexpr std::array<std::uint32_t, 2> kSome{0, 2};

/// Every kind of operation, in scripts of many forms, with coins and updates that are zero.
void mixed_program(SimulatedMemory& memory) {
  const auto computation = [&](std::span<const double> view, std::span<double> update) {
    for (std::size_t k = 0; k < update.size(); ++k) {
      const std::uint64_t coin = memory.coins()();
      update[k] = coin % 3 == 0 ? 0.0 : 0.001 * static_cast<double>(coin % 7) - 0.3 * view[k];
    }
  };
  const auto counting = [&](std::span<const double> view, std::uint64_t count,
                            std::span<double> update) {
    computation(view, update);
    update[0] = static_cast<double>(count % 2);
  };
  for (;;) {
    const std::uint64_t t = memory.fetch_add(CounterRegister{0}, 1);
    memory.begin_iteration(t);
    memory.read_add(t % 2 == 0 ? std::span<const std::uint32_t>(kAll) : kSome,
                    t % 3 == 0 ? kAll : std::span<const std::uint32_t>(kSome), computation);
    memory.end_iteration();
    if (t % 5 == 0) memory.write(DoubleRegister{3}, static_cast<double>(t));
    if (t % 7 == 0) memory.compare_and_swap(CounterRegister{1}, t, t + 7);
    if (t % 4 == 0) {
      const std::span<const double> view = memory.read(kSome);
      const std::array<double, 2> values{0.5 * view[0], -0.5 * view[1]};
      memory.add(GuardedList{kSome, CounterRegister{1}, 7}, values);
    }
    if (t % 5 == 1) memory.read_add(kAll, RacyList{kSome}, computation);
    if (t % 5 == 2) memory.read_add(kSome, GuardedList{kAll, CounterRegister{1}, 14}, computation);
    if (t % 5 == 3) {
      const auto [count, view] = memory.read_behind(CounterRegister{1}, kSome);
      const std::array<double, 2> values{view[1], static_cast<double>(count % 2)};
      memory.write(RegisterList(kSome), values);
      memory.add(CounterRegister{1}, count % 3);
      memory.add(RacyList{kSome}, values);
    }
    if (t % 5 == 4) {
      memory.read_add(kSome, CounterRegister{1}, kAll, counting);
      memory.wait_while(CounterRegister{0}, t, t + 2);
    }
    if (t % 6 == 3) memory.read_add(kAll, kSome, computation, [&] { memory.add(kC1, 1); });
    if (t % 6 == 4) {
      std::span<const double> view;
      const std::uint64_t found =
          memory.read_then(kC1, memory.read(kC1), [&] { view = memory.read(kSome); });
      memory.compare_and_swap_then(kC1, found, found + 1, [&] {
        memory.write(RegisterList(kSome), std::array{0.25 * view[1], 0.5});
        memory.fetch_add(kC1, 1);
      });
    }
  }
}

/// The final registers and workers' state.
std::string digest_of(const Machine& machine) {
  return digest(machine.execution()).SerializeAsString();
}

std::string run(Adversary& adversary, std::uint64_t seed, std::uint64_t steps, Log* log) {
  MachineShape shape = small_machine(5, 4, 2);
  shape.seed = seed;
  Machine machine(shape);
  if (log != nullptr) machine.add_reader(*log);
  machine.set_step_limit(steps);
  const Ending ending = simulate(machine, adversary, mixed_program);
  EXPECT_EQ(ending.detail, "");
  EXPECT_EQ(machine.execution().step(), steps);
  return digest_of(machine);
}

TEST(MachineSchedule, RunsOfStepsAreThatManySteps) {
  // Runs of 1 to 40 steps, of workers at random; 8,000 steps, so that blocks of the machine's end
  // within runs.
  constexpr std::uint64_t kSteps = 8000;
  BitStream bits(5, kAdversaryDomain);
  std::vector<Choice> runs;
  std::vector<std::uint32_t> steps;
  while (steps.size() < kSteps) {
    const Choice choice{bits.index(5), 1 + bits.index(40)};
    runs.push_back(choice);
    steps.insert(steps.end(), choice.steps, choice.worker);
  }
  Choices in_runs(runs);
  Choices in_steps = testing::steps_of(steps);
  Choices in_runs_observed(runs);
  Choices in_steps_observed = testing::steps_of(steps);
  Log log_of_runs;
  Log log_of_steps;

  const std::string expected = run(in_steps, 1, kSteps, nullptr);
  EXPECT_EQ(run(in_runs, 1, kSteps, nullptr), expected);
  EXPECT_EQ(run(in_runs_observed, 1, kSteps, &log_of_runs), expected);
  EXPECT_EQ(run(in_steps_observed, 1, kSteps, &log_of_steps), expected);
  EXPECT_EQ(log_of_runs.lines(), log_of_steps.lines());
}

TEST(MachineSchedule, TheSameSeedsGiveTheSameStepsAndOthersOthers) {
  constexpr std::uint64_t kSteps = 5000;
  const auto lines = [](std::uint64_t coins, std::uint64_t schedule) {
    Log log;
    Uniform uniform(schedule);
    run(uniform, coins, kSteps, &log);
    return log.lines();
  };
  const std::vector<std::string> first = lines(1, 2);
  EXPECT_EQ(lines(1, 2), first);
  EXPECT_NE(lines(3, 2), first);
  EXPECT_NE(lines(1, 3), first);
}

TEST(MachineSchedule, SimulationsSideBySideDoNotTouchEachOther) {
  constexpr std::uint64_t kSteps = 20'000;
  constexpr std::array<std::uint64_t, 2> kSeeds{1, 2};
  std::array<std::string, 2> alone;
  for (std::size_t k = 0; k < 2; ++k) {
    Uniform uniform(kSeeds[k]);
    alone[k] = run(uniform, kSeeds[k], kSteps, nullptr);
  }
  EXPECT_NE(alone[0], alone[1]);
  for (int repetition = 0; repetition < 5; ++repetition) {
    std::array<std::string, 2> together;
    std::vector<std::thread> threads;
    for (std::size_t k = 0; k < 2; ++k) {
      threads.emplace_back([&, k] {
        Uniform uniform(kSeeds[k]);
        together[k] = run(uniform, kSeeds[k], kSteps, nullptr);
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(together, alone);
  }
}

TEST(MachineSchedule, ErrorsSideBySideAreThoseOfEachRun) {
  // Exceptions on both threads at a time: what is in flight belongs to a thread, not to a worker.
  const auto fail = [](std::uint32_t worker) {
    Machine machine(small_machine(4, 1));
    Uniform uniform(worker);
    const Ending ending = simulate(machine, uniform, [&](SimulatedMemory& memory) {
      while (memory.fetch_add(CounterRegister{0}, 1) < 5000) continue;
      if (memory.worker() == worker) throw std::runtime_error("I am " + std::to_string(worker));
    });
    return ending.detail.substr(ending.detail.rfind(':'));
  };
  for (int repetition = 0; repetition < 10; ++repetition) {
    std::array<std::string, 2> messages;
    std::thread first([&] { messages[0] = fail(1); });
    std::thread second([&] { messages[1] = fail(2); });
    first.join();
    second.join();
    EXPECT_EQ(messages, (std::array<std::string, 2>{": I am 1", ": I am 2"}));
  }
}

}  // namespace
}  // namespace hogtie
