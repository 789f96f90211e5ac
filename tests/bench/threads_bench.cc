// The figures of the threads machine, as ratios within one run. See ratio_reporter.h for how they
// are taken. An argument, if there is one, is the data set in LIBSVM format that the sparse figures
// are taken on; otherwise one is made up.

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adversaries/strategies/replay.h"
#include "sim/recording/logged_run.h"
#include "sim/recording/read_ahead.h"
#include "sim/recording/switch_counter.h"
#include "sim/simulation/simulation.h"
#include "sim/simulation/trace_header.h"
#include "sim/threads/run_threads.h"
#include "sim/trace/recorder.h"
#include "tests/bench/hogwild_loop.h"
#include "tests/bench/ratio_reporter.h"
#include "tests/bench/sparse_data.h"
#include "tests/bench/threads_setups.h"

namespace hogtie::bench {
namespace {

Work dense() {
  return {"dense",
          {"objective.dimension=8", "objective.noise=0.1", "algorithm.step_size=0.01"},
          400'000};
}
Work sparse(const std::string& data) {
  return {"sparse",
          {"objective=logistic", "objective.data.path=" + data, "objective.l2=1e-5",
           "algorithm.step_size=0.1"},
          60'000};
}

void count(benchmark::State& state, std::uint64_t items) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(items));
}

void unrecorded(benchmark::State& state, Setups& setups, std::uint32_t threads,
                const std::string& order) {
  const RunSetup& setup = setups.of(threads, order);
  for (auto _ : state) state.SetIterationTime(run_threads(setup, {}).seconds);
  count(state, setups.work().iterations);
}

template <bool kRacy>
void hand_written(benchmark::State& state, Setups& setups, std::uint32_t threads) {
  const RunSetup& setup = setups.of(threads, "RELAXED");
  const HogwildLoop<kRacy> loop{SparseRows(dynamic_cast<const Logistic&>(setup.objective())),
                                setup.experiment().algorithm().step_size()};
  for (auto _ : state) {
    state.SetIterationTime(loop.run(threads, setups.work().iterations).seconds);
  }
  count(state, setups.work().iterations);
}

void recorded(benchmark::State& state, Setups& setups, std::uint32_t threads) {
  const RunSetup& setup = setups.of(threads, "RELAXED");
  for (auto _ : state) {
    LogSpool spool(scratch_file("log"));
    const LoggedRun run(setup, spool, {});
    state.SetIterationTime(run.report().seconds);
    state.counters["log_bytes"] =
        static_cast<double>(run.log_bytes()) / static_cast<double>(run.report().total.steps);
  }
  count(state, setups.work().iterations);
}

/// All of it, whatever there is of memory.
void recorded_to_disk(benchmark::State& state, Setups& setups, std::uint32_t threads) {
  const RunSetup& setup = setups.of(threads, "RELAXED");
  for (auto _ : state) {
    LogSpool spool(scratch_file("log"), 0);
    const LoggedRun run(setup, spool, {});
    state.SetIterationTime(run.report().seconds);
    const LogSpool::Spilled spilled = spool.spilled();
    state.counters["disk_bytes"] =
        static_cast<double>(run.log_bytes()) / static_cast<double>(run.report().total.steps) *
        static_cast<double>(spilled.on_disk) / static_cast<double>(spilled.bytes);
  }
  count(state, setups.work().iterations);
}

std::uint64_t resident_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

/// From the log to the trace and the model, without metrics; items are operations.
void linearized(benchmark::State& state, Setups& setups, std::uint32_t threads) {
  const RunSetup& setup = setups.of(threads, "RELAXED");
  LogSpool spool(scratch_file("log"));
  const LoggedRun run(setup, spool, {});
  const std::string trace = scratch_file("trace");
  const auto operations = static_cast<double>(run.report().total.steps);
  const std::uint64_t before = resident_bytes();
  for (auto _ : state) {
    Simulation simulation(setup, setup.experiment().seed());
    Recorder recorder(trace, make_header(simulation.experiment()), simulation.machine().execution(),
                      simulation.operations_max());
    simulation.machine().add_reader(recorder);
    SwitchCounter counter;
    simulation.machine().add_reader(counter);
    Replay replay(std::make_unique<ReadAhead>(run.linearize()));
    simulation.run(replay);
    state.counters["switches"] = static_cast<double>(counter.switches());
    proto::Footer footer;
    footer.set_verdict(proto::COMPLETED);
    recorder.finish(std::move(footer), simulation.machine().execution());
    const auto model = simulation.model();
    if (!std::equal(model.begin(), model.end(), run.report().model.begin())) {
      throw std::logic_error("the simulator and the threads differ");
    }
  }
  state.counters["memory_bytes"] = static_cast<double>(resident_bytes() - before) / operations;
  state.counters["trace_bytes"] =
      static_cast<double>(std::filesystem::file_size(trace)) / operations;
  std::filesystem::remove(trace);
  count(state, run.report().total.steps);
}

void schedule_only(benchmark::State& state, Setups& setups, std::uint32_t threads) {
  const RunSetup& setup = setups.of(threads, "RELAXED");
  LogSpool spool(scratch_file("log"));
  const LoggedRun run(setup, spool, {});
  for (auto _ : state) {
    const auto schedule = run.linearize();
    while (!schedule->next_stretch().empty()) {
    }
  }
  count(state, run.report().total.steps);
}

template <class... Arguments>
benchmark::internal::Benchmark* add(const std::string& name, Arguments&&... arguments) {
  return benchmark::RegisterBenchmark(name.c_str(), std::forward<Arguments>(arguments)...)
      ->Unit(benchmark::kMillisecond);
}

void register_all(Setups& setups, bool sparse) {
  const std::string kind = setups.work().name;
  for (const std::uint32_t n : {1U, 2U}) {
    const std::string at = kind + "/" + std::to_string(n);
    const auto unrecorded_in = [&](const std::string& order) {
      return [&setups, n, order](benchmark::State& s) { unrecorded(s, setups, n, order); };
    };
    add("racy/" + at, unrecorded_in("RACY"))->UseManualTime();
    add("racy_counted/" + at, unrecorded_in("RACY_COUNTED"))->UseManualTime();
    add("relaxed/" + at, unrecorded_in("RELAXED"))->UseManualTime();
    add("seq_cst/" + at, unrecorded_in("SEQ_CST"))->UseManualTime();
    add("recorded/" + at, [&setups, n](benchmark::State& s) {
      recorded(s, setups, n);
    })->UseManualTime();
    add("recorded_to_disk/" + at, [&setups, n](benchmark::State& s) {
      recorded_to_disk(s, setups, n);
    })->UseManualTime();
    add("linearized/" + at, [&setups, n](benchmark::State& s) {
      linearized(s, setups, n);
    })->UseRealTime();
    add("schedule/" + at, [&setups, n](benchmark::State& s) {
      schedule_only(s, setups, n);
    })->UseRealTime();
    if (!sparse) continue;
    add("hand_racy/" + at, [&setups, n](benchmark::State& s) {
      hand_written<true>(s, setups, n);
    })->UseManualTime();
    add("hand_relaxed/" + at, [&setups, n](benchmark::State& s) {
      hand_written<false>(s, setups, n);
    })->UseManualTime();
  }
}

const std::vector<Ratio> kRatios{
    {"racy/sparse/1", "hand_racy/sparse/1", 0.9},
    {"racy/sparse/2", "hand_racy/sparse/2", 0.9},
    {"relaxed/sparse/1", "hand_relaxed/sparse/1", 0.9},
    {"relaxed/sparse/2", "hand_relaxed/sparse/2", 0.9},
    {"racy_counted/sparse/2", "racy/sparse/2", 0},
    {"seq_cst/sparse/2", "relaxed/sparse/2", 0},
    {"racy/sparse/2", "racy/sparse/1", 0},
    {"hand_racy/sparse/2", "hand_racy/sparse/1", 0},
    {"relaxed/sparse/2", "relaxed/sparse/1", 0},
    {"hand_relaxed/sparse/2", "hand_relaxed/sparse/1", 0},
    {"recorded_to_disk/sparse/2", "recorded/sparse/2", 0},
    {"recorded_to_disk/dense/2", "recorded/dense/2", 0},
    {"recorded/sparse/1", "relaxed/sparse/1", 1 / 1.5},
    {"recorded/sparse/2", "relaxed/sparse/2", 1 / 1.5},
    {"recorded/dense/1", "relaxed/dense/1", 0.5},
    {"recorded/dense/2", "relaxed/dense/2", 0.5},
};

}  // namespace
}  // namespace hogtie::bench

int main(int argc, char** argv) {
  using namespace hogtie::bench;
  benchmark::Initialize(&argc, argv);
  const SparseData data(argc, argv);
  {
    Setups dense_setups(dense());
    Setups sparse_setups(sparse(data.path()));
    register_all(dense_setups, false);
    register_all(sparse_setups, true);
    RatioReporter reporter(kRatios);
    benchmark::RunSpecifiedBenchmarks(&reporter);
  }
  return 0;
}
