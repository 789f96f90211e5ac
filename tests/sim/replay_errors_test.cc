#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "adversaries/strategies/replay.h"
#include "sim/simulation/trace_header.h"
#include "sim/trace/recorder.h"
#include "sim/trace/replay_check.h"
#include "sim/trace/trace_schedule.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

constexpr CounterRegister kC0{0};
constexpr std::uint32_t kWorkers = 3;

using Program = std::function<void(SimulatedMemory&)>;

// Runs that end in errors, which no experiment is made for: recorded and replayed by hand.
class ReplayOfErrors : public testing::InDirectory {
 protected:
  Ending record(Adversary& adversary, const Program& program) {
    Machine machine(testing::small_machine(kWorkers, 2));
    proto::Experiment experiment;
    experiment.set_workers(kWorkers);
    Recorder recorder(path("t"), make_header(experiment), machine.execution(), 16);
    machine.add_reader(recorder);
    const Ending ending = simulate(machine, adversary, program);
    proto::Footer footer;
    footer.set_verdict(ending.verdict);
    footer.set_detail(ending.detail);
    recorder.finish(footer, machine.execution());
    return ending;
  }

  Ending replay(const Program& program) {
    Machine machine(testing::small_machine(kWorkers, 2));
    ReplayCheck check(path("t"), ~std::uint64_t{0});
    machine.add_reader(check);
    Replay replay(std::make_unique<TraceSchedule>(path("t")));
    const Ending ending = simulate(machine, replay, program);
    return check.conclude(ending, machine.execution());
  }

  void expect_the_same_again(Adversary& adversary, const Program& program,
                             const std::string& detail) {
    const Ending recorded = record(adversary, program);
    EXPECT_EQ(recorded.detail, detail);
    const Ending replayed = replay(program);
    EXPECT_EQ(replayed.verdict, recorded.verdict);
    EXPECT_EQ(replayed.detail, recorded.detail);
  }
};

void three_steps(SimulatedMemory& memory) {
  for (int k = 0; k < 3; ++k) memory.fetch_add(kC0, 1);
}

TEST_F(ReplayOfErrors, AWorkerThatThrows) {
  testing::Choices choices = testing::steps_of({0, 1, 2, 2, 1});
  expect_the_same_again(
      choices,
      [](SimulatedMemory& memory) {
        if (memory.fetch_add(kC0, 1) == 2) {
          memory.fetch_add(kC0, 1);
          throw std::runtime_error("two");
        }
        three_steps(memory);
      },
      "worker 2, step 4: two");
}

TEST_F(ReplayOfErrors, AWorkerThatThrowsAtOnce) {
  testing::Choices choices = testing::steps_of({0});
  expect_the_same_again(
      choices,
      [](SimulatedMemory& memory) {
        if (memory.worker() == 1) throw std::runtime_error("no");
        three_steps(memory);
      },
      "worker 1, step 0: no");
}

TEST_F(ReplayOfErrors, AnAdversaryThatChoosesAnEndedWorker) {
  testing::Choices choices = testing::steps_of({1, 1, 1, 0, 1});
  expect_the_same_again(choices, three_steps,
                        "the adversary chose worker 1, which has ended, at step 4");
}

TEST_F(ReplayOfErrors, AnAdversaryThatChoosesAnEndedWorkerForManySteps) {
  testing::Choices choices({{1, 3}, {0}, {1, 2}});
  expect_the_same_again(choices, three_steps,
                        "the adversary chose worker 1, which has ended, at step 4");
}

TEST_F(ReplayOfErrors, AnAdversaryThatChoosesNobody) {
  testing::Choices choices = testing::steps_of({1, 7});
  expect_the_same_again(choices, three_steps,
                        "the adversary chose worker 7 at step 1, of workers 0 to 2");
}

TEST_F(ReplayOfErrors, AWorkerThatThrowsEarlierThanRecorded) {
  testing::Choices choices = testing::steps_of({0, 0, 1, 0, 1, 1, 2, 2, 2});
  record(choices, three_steps);
  const Ending ending = replay([](SimulatedMemory& memory) {
    for (int k = 0; k < 3; ++k) {
      if (memory.fetch_add(kC0, 1) == 3) throw std::runtime_error("three");
    }
  });
  EXPECT_EQ(ending.verdict, proto::DIVERGED);
  EXPECT_EQ(ending.detail, "step 4: recorded worker 1 at work, now worker 0, step 4: three");
}

TEST_F(ReplayOfErrors, AnErrorThatDoesNotHappenAgain) {
  testing::Choices choices = testing::steps_of({0, 0, 1});
  record(choices, [](SimulatedMemory& memory) {
    three_steps(memory);
    if (memory.worker() == 1) throw std::runtime_error("never");
  });
  // All three did nothing that was recorded as an error; now the last step of worker 1 ends it.
  const Ending ending = replay([](SimulatedMemory& memory) {
    memory.fetch_add(kC0, 1);
    if (memory.worker() == 1) throw std::runtime_error("now");
    three_steps(memory);
  });
  EXPECT_EQ(ending.verdict, proto::DIVERGED);
}

}  // namespace
}  // namespace hogtie
