/// A machine that goes back to a saved state goes on as if it had never left it.
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adversaries/strategies/uniform.h"
#include "adversaries/wrappers/changed_schedule.h"
#include "adversaries/wrappers/handover.h"
#include "core/error.h"
#include "core/monitors/contention_monitor.h"
#include "core/monitors/convergence_monitor.h"
#include "core/monitors/delay_monitor.h"
#include "core/monitors/lost_updates.h"
#include "core/monitors/view_monitor.h"
#include "core/random/bit_stream.h"
#include "sim/machine/stack_image.h"
#include "sim/simulation/derived_iterates.h"
#include "sim/simulation/simulation.h"
#include "sim/simulation/success_region.h"
#include "sim/trace/digest.h"
#include "sim/trace/trace_schedule.h"
#include "tests/core/testing_settings.h"
#include "tests/golden/golden_list.h"

namespace hogtie {
namespace {

using golden::GoldenRun;

/// Keeps the workers of all steps.
class ScheduleReader final : public CopiedReader<ScheduleReader, TapeReader> {
 public:
  std::optional<Ending> read(const Tape& tape, const Execution&) override {
    schedule_.insert(schedule_.end(), tape.schedule().begin(), tape.schedule().end());
    return std::nullopt;
  }
  const std::vector<std::uint32_t>& schedule() const { return schedule_; }

 private:
  std::vector<std::uint32_t> schedule_;
};

/// All that a run does, as words that are equal only if all bits are.
struct Outcome {
  std::vector<std::uint32_t> schedule;
  std::vector<std::uint64_t> words;
  std::string ending;

  void add(std::uint64_t word) { words.push_back(word); }
  void add(double value) { words.push_back(to_word(value)); }
  void add(const DelayDistribution& counts) {
    words.insert(words.end(), counts.buckets().begin(), counts.buckets().end());
    add(counts.sum().low);
  }
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// The monitors of a run.
class Monitors {
 public:
  explicit Monitors(Simulation& simulation)
      : workers_(simulation.experiment().workers()),
        convergence_(workers_, simulation.initial(), simulation.setup().target(),
                     success_region(simulation.setup()), 1, simulation.setup().landscape()),
        views_(workers_, simulation.setup().target(), 1),
        lost_(workers_, simulation.initial().size()) {
    if (auto derive = derived_iterates(simulation.setup())) convergence_.follow(std::move(derive));
    delays_.follow_delay_sums();
    Machine& machine = simulation.machine();
    machine.add_reader(delays_);
    machine.add_reader(convergence_);
    if (!simulation.setup().target().empty()) machine.add_reader(views_);
    if (loses_updates(simulation.setup().algorithm())) machine.add_reader(lost_);
    machine.add_reader(contention_);
  }

  void write_to(Outcome& outcome) {
    delays_.finish();
    outcome.add(delays_.contention());
    for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
      outcome.add(delays_.delays(order));
      outcome.add(delays_.delay_sum_max(order));
      outcome.add(delays_.delay_sum_at(order));
    }
    outcome.add(convergence_.time());
    for (const double x : convergence_.iterate()) outcome.add(x);
    outcome.add(convergence_.hit() ? convergence_.hit()->step : kNoStep);
    outcome.add(std::uint64_t{views_.left_ball()});
    outcome.add(lost_.updates());
    outcome.add(lost_.lost());
    outcome.add(contention_.maximum());
  }

 private:
  std::uint32_t workers_;
  DelayMonitor delays_{workers_};
  ConvergenceMonitor convergence_;
  ViewMonitor views_;
  LostUpdates lost_;
  ContentionMonitor contention_{workers_};
};

enum class Reading { kNothing, kMonitors, kMonitorsBehind };

/// A simulation with its readers, and how its run comes out.
class Run {
 public:
  Run(const RunSetup& setup, Reading reading) : simulation(setup, setup.experiment().seed()) {
    simulation.machine().add_reader(schedule_);
    if (reading != Reading::kNothing) monitors_.emplace(simulation);
    if (reading == Reading::kMonitorsBehind) simulation.machine().play_behind();
    simulation.begin();
  }

  Outcome end() {
    const Ending ending = simulation.machine().end();
    Outcome outcome;
    outcome.schedule = schedule_.schedule();
    outcome.ending = proto::Verdict_Name(ending.verdict) + " " + ending.detail;
    const proto::Checkpoint checkpoint = digest(simulation.machine().execution());
    outcome.add(checkpoint.registers());
    outcome.add(checkpoint.workers());
    outcome.add(simulation.machine().execution().spins.count);
    if (monitors_) monitors_->write_to(outcome);
    return outcome;
  }

  Simulation simulation;

 private:
  ScheduleReader schedule_;
  std::optional<Monitors> monitors_;
};

Outcome straight(const RunSetup& setup, Reading reading) {
  Run run(setup, reading);
  const auto adversary = run.simulation.make_adversary();
  run.simulation.machine().advance(*adversary, kNoStep);
  return run.end();
}

/// The same run, which goes on and back again.
Outcome back_and_forth(const RunSetup& setup, Reading reading, std::uint64_t steps) {
  constexpr int kMoves = 12;
  Run run(setup, reading);
  Machine& machine = run.simulation.machine();
  struct Saved {
    MachineState state;
    std::unique_ptr<Adversary> adversary;
  };
  BitStream bits(setup.experiment().seed(), kAdversaryDomain);
  std::unique_ptr<Adversary> adversary = run.simulation.make_adversary();
  std::vector<Saved> saved;
  for (int move = 0; move < kMoves; ++move) {
    saved.push_back({machine.save(), adversary->clone()});
    EXPECT_EQ(saved.back().state.step(), machine.execution().step());
    const std::uint64_t ahead = bits.index(static_cast<std::uint32_t>(steps / 3 + 2));
    machine.advance(*adversary, machine.execution().step() + ahead);
    if (bits.index(2) == 0) continue;
    const Saved& back = saved[bits.index(static_cast<std::uint32_t>(saved.size()))];
    machine.restore(back.state);
    EXPECT_EQ(machine.execution().step(), back.state.step());
    adversary = back.adversary->clone();
  }
  machine.advance(*adversary, kNoStep);
  return run.end();
}

class States : public ::testing::TestWithParam<GoldenRun> {
 protected:
  // Files of the runs are named from here.
  void SetUp() override {
    if (!can_copy_stacks()) GTEST_SKIP() << "stacks cannot be copied in this build";
    before_ = std::filesystem::current_path();
    std::filesystem::current_path(golden::path_in_tests("."));
  }
  void TearDown() override {
    if (!before_.empty()) std::filesystem::current_path(before_);
  }

 private:
  std::filesystem::path before_;
};

std::string name_of(const ::testing::TestParamInfo<GoldenRun>& tested) {
  std::string name = tested.param.name;
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

void expect_same(const RunSetup& setup, Reading reading) {
  const Outcome outcome = straight(setup, reading);
  const Outcome other = back_and_forth(setup, reading, outcome.schedule.size());
  EXPECT_EQ(outcome.ending, other.ending);
  EXPECT_TRUE(outcome.schedule == other.schedule);
  EXPECT_EQ(outcome.words, other.words);
}

class StatesOfAlgorithm : public States {};
INSTANTIATE_TEST_SUITE_P(, StatesOfAlgorithm, ::testing::ValuesIn(golden::algorithm_settings()),
                         name_of);

TEST_P(StatesOfAlgorithm, GoOnAsIfNeverLeftUnderEveryAdversary) {
  int run = 0;
  for (const GoldenRun& adversary : golden::adversary_settings()) {
    SCOPED_TRACE(adversary.name);
    const auto settings =
        testing::with(testing::with(GetParam().settings, {"workers=5"}), adversary.settings);
    std::optional<RunSetup> setup;
    try {
      setup.emplace(experiment_of(GoldenRun{adversary.name, settings}));
      Simulation(*setup, 1).make_adversary();
    } catch (const InputError&) {
      continue;  // plans on quadratics alone
    }
    ++run;
    expect_same(*setup, Reading::kNothing);
  }
  EXPECT_GE(run, 28);
}

class StatesOfReaders : public States {};
INSTANTIATE_TEST_SUITE_P(, StatesOfReaders, ::testing::ValuesIn(golden::adversary_settings()),
                         name_of);

TEST_P(StatesOfReaders, GoBackWithTheMachine) {
  for (const char* const algorithm :
       {"epoch_sgd", "hogwild", "kromagnon", "leashed_sgd", "averaged_sgd"}) {
    SCOPED_TRACE(algorithm);
    for (const GoldenRun& run : golden::algorithm_settings()) {
      if (run.name != algorithm) continue;
      const auto settings =
          testing::with(testing::with(run.settings, {"workers=5"}), GetParam().settings);
      std::optional<RunSetup> setup;
      try {
        setup.emplace(experiment_of(GoldenRun{run.name, settings}));
        Simulation(*setup, 1).make_adversary();
      } catch (const InputError&) {
        continue;
      }
      expect_same(*setup, Reading::kMonitors);
      expect_same(*setup, Reading::kMonitorsBehind);
    }
  }
}

/// An adversary that no setting names, in the middle of a run: goes on, back, and on again.
void expect_clone_goes_on(const Adversary& adversary, std::uint64_t before) {
  const RunSetup setup(experiment_of(GoldenRun{
      "clone",
      {"workers=4", "objective.dimension=3", "objective.noise=0.5", "algorithm.iterations=100"}}));
  Run run(setup, Reading::kNothing);
  Machine& machine = run.simulation.machine();
  const auto first = adversary.clone();
  machine.advance(*first, before);
  const MachineState state = machine.save();
  const auto second = first->clone();
  machine.advance(*first, kNoStep);
  const std::uint64_t registers = digest(machine.execution()).registers();
  const std::uint64_t steps = machine.execution().step();
  machine.restore(state);
  machine.advance(*second, kNoStep);
  EXPECT_EQ(digest(machine.execution()).registers(), registers);
  EXPECT_EQ(machine.execution().step(), steps);
  EXPECT_GT(steps, before);
  run.end();
}

std::unique_ptr<ScheduleSource> golden_schedule() {
  return std::make_unique<TraceSchedule>(
      TraceFile(golden::path_in_tests("golden/traces/algorithm-epoch_sgd-uniform.trace")));
}

class Clones : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!can_copy_stacks()) GTEST_SKIP() << "stacks cannot be copied in this build";
  }
};

TEST_F(Clones, OfAHandoverGoOn) {
  const Handover handover(std::make_unique<Uniform>(1), 200, std::make_unique<Uniform>(2));
  expect_clone_goes_on(handover, 100);
  expect_clone_goes_on(handover, 300);
}

TEST_F(Clones, OfAChangedScheduleGoOn) {
  ScheduleChanges changes;
  changes.stalls.push_back({.worker = 1, .step = 50, .steps = 30});
  changes.slowdowns.push_back({.worker = 2, .step = 80, .factor = 3});
  const ChangedSchedule changed(golden_schedule(), changes, 4, {std::make_unique<Uniform>(3)});
  for (const std::uint64_t before : std::vector<std::uint64_t>{0, 60, 90, 400}) {
    expect_clone_goes_on(changed, before);
  }
}

}  // namespace
}  // namespace hogtie
