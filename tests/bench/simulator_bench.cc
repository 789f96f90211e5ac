// The figures of the simulator, as ratios within one run. See ratio_reporter.h for how they are
// taken; `simulator_bench --help` for Google Benchmark's own options.

#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "adversaries/replay.h"
#include "core/algorithms/epoch_sgd.h"
#include "sim/machine/simulated_memory.h"
#include "sim/run/trace_header.h"
#include "sim/trace/recorder.h"
#include "sim/trace/replay_check.h"
#include "tests/bench/naive_scheduler.h"
#include "tests/bench/ratio_reporter.h"
#include "tests/bench/workload.h"

namespace hogtie::bench {
namespace {

constexpr std::uint64_t kSteps = 2'000'000;
constexpr double kNoise = 0.1;

/// The schedules of the reference as strong adaptive adversaries, asked before every step.
template <class Pick>
class StrongPick final : public StrongAdaptive<StrongPick<Pick>> {
 public:
  Choice next(const StrongView&) { return {pick_()}; }

 private:
  Pick pick_;
};

class StrongRunLength final : public StrongAdaptive<StrongRunLength> {
 public:
  Choice next(const StrongView&) {
    constexpr std::uint32_t kRunLength = 64;
    return {pick_(), kRunLength};
  }

 private:
  RoundRobinPick pick_;
};

/// EpochSGD, one operation at a time.
void epoch_sgd_one_at_a_time(SimulatedMemory& memory, const Quadratic& objective,
                             double step_size) {
  constexpr std::uint32_t d = Workload::kDimension;
  double view[d];
  double update[d];
  for (;;) {
    memory.begin_iteration(memory.fetch_add(CounterRegister{0}, 1));
    for (std::uint32_t j = 0; j < d; ++j) view[j] = memory.read(DoubleRegister{j});
    objective.gradient({}, view, memory.coins(), update);
    for (std::uint32_t j = 0; j < d; ++j) {
      memory.fetch_add(DoubleRegister{j}, -step_size * update[j]);
    }
  }
}

EpochSgd algorithm(const Workload& workload) {
  return {workload.step_size(), std::numeric_limits<std::uint64_t>::max(), {}};
}

std::unique_ptr<Machine> machine(const Workload& workload, std::uint32_t workers) {
  const MachineShape shape{.layout = {Workload::kDimension, 1},
                           .workers = workers,
                           .operations_max = 2 * Workload::kDimension + 1,
                           .specials_max = 1,
                           .doubles_owned = 0,
                           .stack_bytes = 16384,
                           .seed = Workload::kSeed};
  auto made = std::make_unique<Machine>(shape);
  std::fill_n(made->execution().cells.begin(), Workload::kDimension, 1.0);
  made->set_step_limit(workload.steps);
  return made;
}

void check_against_reference(const Machine& machine, const std::vector<double>& expected) {
  if (!std::equal(expected.begin(), expected.end(), machine.execution().cells.begin())) {
    throw std::logic_error("the simulator and the reference differ");
  }
}

std::string scratch_file(const char* name) {
  return std::filesystem::temp_directory_path() /
         ("hogtie-bench-" + std::to_string(getpid()) + "-" + name);
}

proto::Header header(std::uint32_t workers) {
  proto::Experiment experiment;
  experiment.set_workers(workers);
  return make_header(experiment);
}

/// Runs the workload, recorded if `trace` is not empty.
void run_machine(const Workload& workload, Adversary& adversary, const std::string& trace,
                 const std::vector<double>* expected) {
  const Quadratic objective = workload.objective();
  const EpochSgd sgd = algorithm(workload);
  const auto simulated = machine(workload, Workload::kWorkers);
  std::unique_ptr<Recorder> recorder;
  if (!trace.empty()) {
    recorder = std::make_unique<Recorder>(trace, header(Workload::kWorkers), simulated->execution(),
                                          2 * Workload::kDimension + 1);
    simulated->add_sink(*recorder);
  }
  simulate(*simulated, adversary, [&](SimulatedMemory& memory) { sgd(memory, objective); });
  if (recorder) {
    proto::Footer footer;
    footer.set_verdict(proto::COMPLETED);
    recorder->finish(std::move(footer), simulated->execution());
  }
  if (expected != nullptr) check_against_reference(*simulated, *expected);
}

void count_steps(benchmark::State& state, std::uint64_t steps) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(steps));
}

template <class Pick>
void reference(benchmark::State& state, double noise) {
  const Workload workload{kSteps, noise};
  for (auto _ : state) benchmark::DoNotOptimize(run_reference(workload, Pick()));
  count_steps(state, kSteps);
}

template <class Pick>
void simulator(benchmark::State& state, double noise, bool recorded) {
  const Workload workload{kSteps, noise};
  const std::vector<double> expected = run_reference(workload, Pick());
  const std::string trace = recorded ? scratch_file("recorded") : "";
  for (auto _ : state) {
    StrongPick<Pick> adversary;
    run_machine(workload, adversary, trace, &expected);
  }
  if (recorded) {
    state.counters["bits_a_step"] =
        8.0 * static_cast<double>(std::filesystem::file_size(trace)) / kSteps;
    std::filesystem::remove(trace);
  }
  count_steps(state, kSteps);
}

void run_lengths(benchmark::State& state) {
  const Workload workload{kSteps, 0};
  for (auto _ : state) {
    StrongRunLength adversary;
    run_machine(workload, adversary, "", nullptr);
  }
  count_steps(state, kSteps);
}

template <class Pick>
void one_at_a_time(benchmark::State& state) {
  const Workload workload{kSteps, 0};
  const Quadratic objective = workload.objective();
  const std::vector<double> expected = run_reference(workload, Pick());
  for (auto _ : state) {
    const auto simulated = machine(workload, Workload::kWorkers);
    StrongPick<Pick> adversary;
    simulate(*simulated, adversary, [&](SimulatedMemory& memory) {
      epoch_sgd_one_at_a_time(memory, objective, workload.step_size());
    });
    check_against_reference(*simulated, expected);
  }
  count_steps(state, kSteps);
}

template <class Pick>
void naive(benchmark::State& state) {
  const Workload workload{kSteps, 0};
  for (auto _ : state) benchmark::DoNotOptimize(NaiveScheduler::run(workload, Pick()));
  count_steps(state, kSteps);
}

/// Replay of a recorded run, checked as `hogtie replay` does.
template <class Pick>
void replay(benchmark::State& state) {
  const Workload workload{kSteps, kNoise};
  const std::string trace = scratch_file("replayed");
  const std::vector<double> expected = run_reference(workload, Pick());
  StrongPick<Pick> recorded;
  run_machine(workload, recorded, trace, &expected);
  const Quadratic objective = workload.objective();
  const EpochSgd sgd = algorithm(workload);
  for (auto _ : state) {
    const auto simulated = machine(workload, Workload::kWorkers);
    ReplayCheck check(trace, kSteps);
    simulated->add_sink(check);
    Replay adversary(check.schedule());
    const Ending ending = check.conclude(
        simulate(*simulated, adversary, [&](SimulatedMemory& memory) { sgd(memory, objective); }),
        simulated->execution());
    if (ending.verdict != proto::STEP_LIMIT) throw std::logic_error("the replay " + ending.detail);
    check_against_reference(*simulated, expected);
  }
  std::filesystem::remove(trace);
  count_steps(state, kSteps);
}

std::uint64_t resident_bytes() {
  std::uint64_t pages = 0;
  std::uint64_t resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

/// Many workers under uniform random, and what a worker costs in memory.
void many_workers(benchmark::State& state) {
  const auto workers = static_cast<std::uint32_t>(state.range(0));
  const Workload workload{workers > Workload::kWorkers ? 2 * kSteps : kSteps, 0};
  const Quadratic objective = workload.objective();
  const EpochSgd sgd = algorithm(workload);
  class Pick final : public StrongAdaptive<Pick> {
   public:
    Choice next(const StrongView& view) { return {bits_.index(view.workers())}; }

   private:
    BitStream bits_{Workload::kSeed, kAdversaryDomain};
  };
  double bytes_a_worker = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const std::uint64_t before = resident_bytes();
    auto simulated = machine(workload, workers);
    Pick adversary;
    state.ResumeTiming();
    simulate(*simulated, adversary, [&](SimulatedMemory& memory) { sgd(memory, objective); });
    state.PauseTiming();
    bytes_a_worker = static_cast<double>(resident_bytes() - before) / workers;
    simulated.reset();
    state.ResumeTiming();
  }
  state.counters["bytes_a_worker"] = bytes_a_worker;
  count_steps(state, workload.steps);
}

template <class... Arguments>
void add(const char* name, Arguments... arguments) {
  benchmark::RegisterBenchmark(name, arguments...)->Unit(benchmark::kMillisecond);
}

void register_all() {
  using R = RoundRobinPick;
  using U = UniformPick;
  add("reference/round_robin", reference<R>, 0.0);
  add("reference/uniform", reference<U>, 0.0);
  add("reference_noise/round_robin", reference<R>, kNoise);
  add("reference_noise/uniform", reference<U>, kNoise);
  add("simulator/round_robin", simulator<R>, 0.0, false);
  add("simulator/uniform", simulator<U>, 0.0, false);
  add("simulator_noise/round_robin", simulator<R>, kNoise, false);
  add("simulator_noise/uniform", simulator<U>, kNoise, false);
  add("recorded_noise/round_robin", simulator<R>, kNoise, true);
  add("recorded_noise/uniform", simulator<U>, kNoise, true);
  add("replay_noise/round_robin", replay<R>);
  add("replay_noise/uniform", replay<U>);
  add("run_length_64", run_lengths);
  add("one_at_a_time/round_robin", one_at_a_time<R>);
  add("one_at_a_time/uniform", one_at_a_time<U>);
  add("naive/round_robin", naive<R>);
  add("naive/uniform", naive<U>);
  for (const std::int64_t workers : {8, 10'000, 100'000}) {
    benchmark::RegisterBenchmark("workers", many_workers)
        ->Arg(workers)
        ->Unit(benchmark::kMillisecond);
  }
}

const std::vector<Ratio> kRatios{
    {"simulator/round_robin", "reference/round_robin", 0.85},
    {"simulator/uniform", "reference/uniform", 0.85},
    {"recorded_noise/round_robin", "reference_noise/round_robin", 0.8},
    {"recorded_noise/uniform", "reference_noise/uniform", 0.8},
    {"recorded_noise/round_robin", "simulator_noise/round_robin", 0.9},
    {"recorded_noise/uniform", "simulator_noise/uniform", 0.9},
    {"replay_noise/round_robin", "recorded_noise/round_robin", 1.0},
    {"replay_noise/uniform", "recorded_noise/uniform", 1.0},
    {"run_length_64", "reference/round_robin", 3.0},
    {"one_at_a_time/round_robin", "naive/round_robin", 1.4},
    {"one_at_a_time/uniform", "naive/uniform", 1.4},
    {"workers/10000", "workers/8", 0.25},
};

}  // namespace
}  // namespace hogtie::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  hogtie::bench::register_all();
  hogtie::bench::RatioReporter reporter(hogtie::bench::kRatios);
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return 0;
}
