/// Readers of a run's tape are told the same, however they read: step by step, most operations of a
/// worker at a time, or on a thread behind the run.
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "core/certification/certifier.h"
#include "core/monitors/convergence_monitor.h"
#include "core/monitors/delay_monitor.h"
#include "core/monitors/view_monitor.h"
#include "sim/simulation/derived_iterates.h"
#include "sim/simulation/simulation.h"
#include "sim/simulation/success_region.h"
#include "sim/trace/digest.h"
#include "tests/golden/golden_runs.h"

namespace hogtie {
namespace {

using golden::golden_runs;
using golden::GoldenRun;

enum class Way { kStepByStep, kStretches, kBehind };

/// All that readers were told, as words that are equal only if all bits are.
class Told {
 public:
  void add(std::uint64_t word) { words_.push_back(word); }
  void add(double value) { words_.push_back(to_word(value)); }
  void add(const AccessList& list) {
    for (std::size_t k = 0; k < list.size(); ++k) {
      add(list[k].step);
      add(std::uint64_t{list[k].target});
    }
  }
  void add(const IterationRecord& record) {
    add(record.iteration);
    add(std::uint64_t{record.worker});
    add(std::uint64_t{record.ended});
    add(record.reads);
    add(record.updates);
    for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
      add(record.step[order]);
      add(record.position[order]);
      add(record.delay[order]);
    }
    for (const std::uint64_t count :
         {record.contention, record.begun_during, record.ended_during}) {
      add(count);
    }
  }
  void add(const IterateRecord& record) {
    add(record.time);
    add(record.squared_distance);
    add(record.view_distance);
    add(record.movement);
    add(record.delay);
  }

  void add(const Told& other) {
    words_.insert(words_.end(), other.words_.begin(), other.words_.end());
  }

  friend bool operator==(const Told&, const Told&) = default;

 private:
  std::vector<std::uint64_t> words_;
};

/// Keeps the registers as a playback has them after the last step.
class LastRegisters final : public StepReader {
 public:
  void step(const Execution& execution, const Step&) override { cells_ = execution.cells; }
  const std::vector<double>& cells() const { return cells_; }

 private:
  std::vector<double> cells_;
};

Told read(const proto::Experiment& experiment, Way way) {
  Simulation simulation(experiment);
  const RunSetup& setup = simulation.setup();
  const std::uint32_t workers = experiment.workers();
  Told told;
  DelayMonitor delays(workers, [&](const IterationRecord& record) { told.add(record); });
  ConvergenceMonitor convergence(workers, simulation.initial(), setup.target(),
                                 success_region(setup), 1, setup.landscape());
  if (auto derive = derived_iterates(setup)) convergence.follow(std::move(derive));
  Told iterates;
  Certifier certifier(workers, simulation.initial(), setup.target(),
                      [&](const IterateRecord& record) { iterates.add(record); });
  // So small a ball that some views are in it and some are not.
  ViewMonitor views(workers, setup.target(), 1);
  const bool has_target = !setup.target().empty();
  LastRegisters last;
  Machine& machine = simulation.machine();
  const auto add = [&](StretchReader& reader) {
    if (way == Way::kStepByStep) {
      machine.add_reader(static_cast<StepReader&>(reader));
    } else {
      machine.add_reader(reader);
    }
  };
  add(delays);
  add(convergence);
  if (has_target) {
    add(certifier);
    add(views);
  }
  if (way == Way::kStepByStep) machine.add_reader(last);
  if (way == Way::kBehind) machine.play_behind();
  simulation.run(*simulation.make_adversary());
  delays.finish();
  if (has_target) certifier.finish();
  told.add(delays.begun());
  told.add(delays.ended());
  told.add(convergence.time());
  told.add(convergence.hit() ? convergence.hit()->step : kNoStep);
  for (const double x : convergence.iterate()) told.add(x);
  told.add(std::uint64_t{views.left_ball()});
  told.add(iterates);
  if (way == Way::kStepByStep && machine.execution().step() > 0) {
    EXPECT_EQ(digest_registers(last.cells()), digest_registers(machine.execution().cells));
  }
  return told;
}

std::vector<GoldenRun> simulated_runs() {
  std::vector<GoldenRun> runs;
  for (const GoldenRun& run : golden_runs()) {
    if (!golden::is_on_threads(run)) runs.push_back(run);
  }
  return runs;
}

class Readers : public ::testing::TestWithParam<GoldenRun> {
 protected:
  // Files of the runs are named from here.
  void SetUp() override {
    before_ = std::filesystem::current_path();
    std::filesystem::current_path(golden::path_in_tests("."));
  }
  void TearDown() override { std::filesystem::current_path(before_); }

 private:
  std::filesystem::path before_;
};
INSTANTIATE_TEST_SUITE_P(, Readers, ::testing::ValuesIn(simulated_runs()), [](const auto& tested) {
  std::string name = tested.param.name;
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
});

TEST_P(Readers, AreToldTheSameHoweverTheyRead) {
  const proto::Experiment experiment = experiment_of(GetParam());
  const Told steps = read(experiment, Way::kStepByStep);
  EXPECT_TRUE(steps == read(experiment, Way::kStretches));
  EXPECT_TRUE(steps == read(experiment, Way::kBehind));
}

}  // namespace
}  // namespace hogtie
