#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>

#include "adversaries/strategies/round_robin.h"
#include "adversaries/strategies/sequential.h"
#include "sim/machine/simulated_memory.h"
#include "tests/sim/machine_testing.h"
#include "tests/sim/simulated_memory_testing.h"

namespace hogtie {
namespace {

using testing::Choices;
using testing::kC0;
using testing::kX0;
using testing::small_machine;
using testing::steps_of;

/// Counts those of its kind that are alive: what the stacks of workers hold.
class Guest {
 public:
  explicit Guest(int& alive) : alive_(alive) { ++alive_; }
  ~Guest() { --alive_; }
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;

 private:
  int& alive_;
};

// Every ending without readers, and with one of every step.
class MachineEndings : public ::testing::TestWithParam<bool> {
 protected:
  MachineEndings() : machine_(small_machine(3, 2)) {
    if (GetParam()) machine_.add_reader(log_);
  }

  /// Runs the program under the adversary; on the way every worker has a guest on its stack.
  template <class Program>
  Ending run(Adversary& adversary, const Program& program) {
    return simulate(machine_, adversary, [&](SimulatedMemory& memory) {
      const Guest guest(alive_);
      ++started_;
      program(memory);
    });
  }

  std::uint64_t steps() const { return machine_.execution().step(); }

  Machine machine_;
  testing::Log log_;
  int alive_ = 0;
  int started_ = 0;
};

INSTANTIATE_TEST_SUITE_P(, MachineEndings, ::testing::Bool(), [](const auto& with_reader) {
  return with_reader.param ? "Read" : "Plain";
});

void count_for_ever(SimulatedMemory& memory) {
  for (;;) memory.fetch_add(kC0, 1);
}

TEST_P(MachineEndings, Completed) {
  RoundRobin round_robin;
  const Ending ending = run(round_robin, [](SimulatedMemory& memory) {
    for (std::uint32_t k = 0; k <= memory.worker(); ++k) memory.fetch_add(kC0, 1);
  });
  EXPECT_EQ(ending.verdict, proto::COMPLETED);
  EXPECT_EQ(ending.detail, "");
  EXPECT_EQ(steps(), 1u + 2 + 3);
  EXPECT_EQ(alive_, 0);
}

TEST_P(MachineEndings, CompletedWithoutAStep) {
  RoundRobin round_robin;
  const Ending ending = run(round_robin, [](SimulatedMemory&) {});
  EXPECT_EQ(ending.verdict, proto::COMPLETED);
  EXPECT_EQ(steps(), 0u);
}

TEST_P(MachineEndings, CompletedWithStepsPostedLast) {
  RoundRobin round_robin;
  const Ending ending = run(round_robin, [](SimulatedMemory& memory) { memory.write(kX0, 1.0); });
  EXPECT_EQ(ending.verdict, proto::COMPLETED);
  EXPECT_EQ(steps(), 3u);
}

// Worker 0 waits for C[0], which worker 1 sets at its third step; worker 2 has nothing to do.
TEST_P(MachineEndings, AWorkerThatWaitsSpins) {
  std::uint64_t found = 0;
  Choices schedule = steps_of({0, 0, 1, 1, 0, 1, 0, 0});
  const Ending ending = run(schedule, [&](SimulatedMemory& memory) {
    if (memory.worker() == 0) {
      memory.wait_while(kC0, 0, 2);
      found = memory.read(kC0);
    } else if (memory.worker() == 1) {
      memory.fetch_add(kX0, 1);
      memory.fetch_add(kX0, 1);
      memory.write(kC0, 5);
    }
  });
  EXPECT_EQ(ending.verdict, proto::COMPLETED) << ending.detail;
  EXPECT_EQ(found, 5u);
  EXPECT_EQ(machine_.execution().spins.count, 3u);
  EXPECT_EQ(alive_, 0);
}

TEST_P(MachineEndings, Starved) {
  machine_.set_spin_limit(10);
  Choices schedule({{2, 1}, {0, 9}, {2, 1}, {0, 4}, {1, 100}});
  const Ending ending = run(schedule, [&](SimulatedMemory& memory) {
    if (memory.worker() < 2) {
      memory.wait_while(kC0, 0, 0);
      return;
    }
    for (int k = 0; k < 3; ++k) memory.fetch_add(kX0, 1);
    memory.write(kC0, 1);
  });
  // Nine spins, which the step of worker 2 ends, then ten in a row of both.
  EXPECT_EQ(ending.verdict, proto::STARVED);
  EXPECT_EQ(ending.detail,
            "10 steps in a row, workers 0, 1 spin on C[0]; only worker 2, which the adversary "
            "does not schedule, could end that");
  EXPECT_EQ(steps(), 21u);
  EXPECT_EQ(alive_, 0);
}

TEST_P(MachineEndings, StepLimit) {
  // Below, at and above the 1024 steps after which the machine looks at its limits anyway.
  for (const std::uint64_t limit :
       {std::uint64_t{1}, std::uint64_t{1000}, std::uint64_t{1024}, std::uint64_t{2500}}) {
    Machine machine(small_machine(3, 2));
    if (GetParam()) machine.add_reader(log_);
    machine.set_step_limit(limit);
    RoundRobin round_robin;
    const Ending ending = simulate(machine, round_robin, [&](SimulatedMemory& memory) {
      const Guest guest(alive_);
      count_for_ever(memory);
    });
    EXPECT_EQ(ending.verdict, proto::STEP_LIMIT);
    EXPECT_EQ(ending.detail, "");
    EXPECT_EQ(machine.execution().step(), limit);
    EXPECT_EQ(to_word(machine.execution().cells[2]), limit);
    EXPECT_EQ(alive_, 0);
  }
}

TEST_P(MachineEndings, StepLimitWithinAChoiceOfManySteps) {
  machine_.set_step_limit(1500);
  Sequential sequential;
  EXPECT_EQ(run(sequential, count_for_ever).verdict, proto::STEP_LIMIT);
  EXPECT_EQ(steps(), 1500u);
  EXPECT_EQ(alive_, 0);
}

TEST_P(MachineEndings, AStepLimitThatIsReachedByTheLastStepOfAllDoesNotCount) {
  machine_.set_step_limit(3);
  RoundRobin round_robin;
  EXPECT_EQ(run(round_robin, [](SimulatedMemory& memory) { memory.write(kX0, 1.0); }).verdict,
            proto::COMPLETED);
}

TEST_P(MachineEndings, AllCrashedOrBlocked) {
  Choices choices({{0}, {1}, {0}});
  const Ending ending = run(choices, count_for_ever);
  EXPECT_EQ(ending.verdict, proto::ALL_CRASHED_OR_BLOCKED);
  EXPECT_EQ(ending.detail, "");
  EXPECT_EQ(steps(), 3u);
  EXPECT_EQ(alive_, 0);
}

TEST_P(MachineEndings, AllCrashedBeforeTheFirstStep) {
  Choices choices({});
  EXPECT_EQ(run(choices, count_for_ever).verdict, proto::ALL_CRASHED_OR_BLOCKED);
  EXPECT_EQ(steps(), 0u);
  EXPECT_EQ(alive_, 0);
}

void one_step_of_worker_1(SimulatedMemory& memory) {
  memory.fetch_add(kC0, 1);
  if (memory.worker() != 1) count_for_ever(memory);
}

TEST_P(MachineEndings, AdversaryChoosesAWorkerThatHasEnded) {
  Choices choices({{0}, {1}, {2}, {1}});
  const Ending ending = run(choices, one_step_of_worker_1);
  EXPECT_EQ(ending.verdict, proto::ADVERSARY_ERROR);
  EXPECT_EQ(ending.detail, "the adversary chose worker 1, which has ended, at step 3");
  EXPECT_EQ(steps(), 3u);
  EXPECT_EQ(alive_, 0);
}

TEST_P(MachineEndings, AdversaryChoosesManyStepsOfAWorkerThatHasEnded) {
  Choices choices({{0}, {1}, {1, 5}});
  const Ending ending = run(choices, one_step_of_worker_1);
  EXPECT_EQ(ending.verdict, proto::ADVERSARY_ERROR);
  EXPECT_EQ(ending.detail, "the adversary chose worker 1, which has ended, at step 2");
  EXPECT_EQ(alive_, 0);
}

TEST_P(MachineEndings, AChoiceOfManyStepsIsCutShortWhereItsWorkerEnds) {
  Choices choices({{1, 100}, {0}});
  EXPECT_EQ(run(choices, one_step_of_worker_1).verdict, proto::ALL_CRASHED_OR_BLOCKED);
  EXPECT_EQ(steps(), 2u);
}

TEST_P(MachineEndings, AdversaryChoosesAWorkerThatThereIsNot) {
  for (const Choice choice : {Choice{3}, Choice{3, 7}, Choice{4'000'000'000}}) {
    Machine machine(small_machine(3, 2));
    if (GetParam()) machine.add_reader(log_);
    Choices choices({{0}, choice});
    const Ending ending = simulate(machine, choices, count_for_ever);
    EXPECT_EQ(ending.verdict, proto::ADVERSARY_ERROR);
    EXPECT_EQ(ending.detail, "the adversary chose worker " + std::to_string(choice.worker) +
                                 " at step 1, of workers 0 to 2");
    EXPECT_EQ(machine.execution().step(), 1u);
  }
}

TEST_P(MachineEndings, AdversaryChoosesNoSteps) {
  Choices choices({{0}, {2, 0}});
  const Ending ending = run(choices, count_for_ever);
  EXPECT_EQ(ending.verdict, proto::ADVERSARY_ERROR);
  EXPECT_EQ(ending.detail, "the adversary chose worker 2 for 0 steps at step 1");
  EXPECT_EQ(alive_, 0);
}

struct Thrower final : Oblivious<Thrower> {
  explicit Thrower(std::uint64_t throw_at) : at(throw_at) {}
  Choice next(ObliviousView view) {
    if (view.step() == at) throw std::runtime_error("out of ideas");
    return {0};
  }
  std::uint64_t at;
};

TEST_P(MachineEndings, AdversaryThrows) {
  Thrower thrower(2);
  const Ending ending = run(thrower, count_for_ever);
  EXPECT_EQ(ending.verdict, proto::ADVERSARY_ERROR);
  EXPECT_EQ(ending.detail, "the adversary failed at step 2: out of ideas");
  EXPECT_EQ(steps(), 2u);
  EXPECT_EQ(alive_, 0);
}

TEST_P(MachineEndings, AdversaryThrowsBeforeTheFirstStep) {
  Thrower thrower(0);
  const Ending ending = run(thrower, count_for_ever);
  EXPECT_EQ(ending.verdict, proto::ADVERSARY_ERROR);
  EXPECT_EQ(ending.detail, "the adversary failed at step 0: out of ideas");
  EXPECT_EQ(alive_, 0);
}

TEST_P(MachineEndings, WorkerThrows) {
  Choices choices({{0}, {1}, {1}, {0}});
  const Ending ending = run(choices, [](SimulatedMemory& memory) {
    memory.fetch_add(kC0, 1);
    memory.begin_iteration(41);
    memory.fetch_add(kC0, 1);
    if (memory.worker() == 1) throw std::runtime_error("no such sample");
    count_for_ever(memory);
  });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  // Steps 0 to 2 are done.
  EXPECT_EQ(ending.detail, "worker 1, iteration 41, step 3: no such sample");
  EXPECT_EQ(steps(), 3u);
  EXPECT_EQ(alive_, 0);
}

TEST_P(MachineEndings, WorkerThrowsOutsideOfAnIteration) {
  Choices choices({{2}, {2}});
  const Ending ending = run(choices, [](SimulatedMemory& memory) {
    memory.fetch_add(kC0, 1);
    memory.begin_iteration(41);
    memory.end_iteration();
    memory.fetch_add(kC0, 1);
    throw 7;
  });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(ending.detail, "worker 2, step 2: an exception that is no std::exception");
  EXPECT_EQ(alive_, 0);
}

TEST_P(MachineEndings, ComputationThrows) {
  constexpr std::array<std::uint32_t, 2> kList{0, 1};
  Choices choices({{2}, {0}, {2}, {2}});
  const Ending ending = run(choices, [&](SimulatedMemory& memory) {
    const auto computation = [&](std::span<const double>, std::span<double>) {
      throw std::runtime_error("the gradient is lost");
    };
    const std::uint64_t t = memory.fetch_add(kC0, 1);
    memory.begin_iteration(t);
    memory.read_add(kList, kList, computation);
    memory.end_iteration();
    memory.fetch_add(kC0, 1);
  });
  // Worker 2 begins iteration 0 at step 0 and reads at steps 2 and 3. By then the step loop runs on
  // the stack of worker 0, which was resumed after step 1, and must not be blamed.
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(ending.detail, "worker 2, iteration 0, step 4: the gradient is lost");
  EXPECT_EQ(steps(), 4u);
  EXPECT_EQ(alive_, 0);
}

TEST_P(MachineEndings, WorkerThrowsBeforeItsFirstOperation) {
  RoundRobin round_robin;
  const Ending ending = run(round_robin, [](SimulatedMemory& memory) {
    if (memory.worker() == 1) throw std::runtime_error("nothing to do");
    count_for_ever(memory);
  });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(ending.detail, "worker 1, step 0: nothing to do");
  EXPECT_EQ(steps(), 0u);
  EXPECT_EQ(started_, 2);  // worker 2 does not begin any more
  EXPECT_EQ(alive_, 0);
}

TEST_P(MachineEndings, LocalCodeThatCatchesItsOwnExceptionsGoesOn) {
  RoundRobin round_robin;
  int caught = 0;
  const Ending ending = run(round_robin, [&](SimulatedMemory& memory) {
    for (int k = 0; k < 3; ++k) {
      bool failed = false;
      try {
        throw std::runtime_error("again");
      } catch (const std::runtime_error&) {
        failed = true;
      }
      if (failed) memory.fetch_add(kC0, 1);
      ++caught;
    }
  });
  EXPECT_EQ(ending.verdict, proto::COMPLETED);
  EXPECT_EQ(caught, 9);
  EXPECT_EQ(steps(), 9u);
}

}  // namespace
}  // namespace hogtie
