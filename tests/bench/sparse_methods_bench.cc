// Sparse Hogwild!, KroMagnon and ASAGA on threads against loops of the same methods written by
// hand, as ratios within one run. See ratio_reporter.h for how they are taken. An argument, if
// there is one, is the data set in LIBSVM format; otherwise one is made up.

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/objectives/logistic.h"
#include "sim/threads/run_threads.h"
#include "tests/bench/asaga_loop.h"
#include "tests/bench/hogwild_loop.h"
#include "tests/bench/kromagnon_loop.h"
#include "tests/bench/ratio_reporter.h"
#include "tests/bench/sparse_data.h"
#include "tests/bench/sparse_rows.h"
#include "tests/bench/threads_setups.h"

namespace hogtie::bench {
namespace {

constexpr double kStepSize = 0.5;
constexpr std::uint64_t kEpochs = 4;

Work work(const std::string& algorithm, std::uint64_t iterations) {
  return {algorithm,
          {"algorithm.name=" + algorithm, "algorithm.step_size=" + std::to_string(kStepSize)},
          iterations};
}
Work with(Work work, const std::vector<std::string>& settings) {
  work.settings.insert(work.settings.end(), settings.begin(), settings.end());
  return work;
}

/// Runs `iterations` on so many threads.
using HandWritten = std::function<HandWrittenRun(std::uint32_t, std::uint64_t)>;

/// One of the methods, on both sides.
struct Method {
  Setups setups;
  std::string order;  ///< That does to an update what the loop does.
  HandWritten loop;

  const RunSetup& setup(std::uint32_t threads) { return setups.of(threads, order); }
  /// Of one run.
  std::uint64_t iterations() const {
    return setups.work().iterations * (setups.work().name == "kromagnon" ? kEpochs : 1);
  }
};

/// Both end where the same method ends.
void check(Method& method, std::uint32_t threads, const std::vector<double>& model) {
  const Objective& f = method.setup(threads).objective();
  const double loss = f.value(model);
  const double expected = f.value(method.loop(threads, method.setups.work().iterations).model);
  constexpr double kTolerance = 0.02;  // they draw other samples
  if (std::abs(loss - expected) > kTolerance * expected) {
    throw std::logic_error(method.setups.work().name + " ends at a loss of " +
                           std::to_string(loss) + ", written by hand at " +
                           std::to_string(expected));
  }
}

void run(benchmark::State& state, Method& method, std::uint32_t threads) {
  ThreadsReport report;
  for (auto _ : state) {
    report = run_threads(method.setup(threads), {});
    state.SetIterationTime(report.seconds);
  }
  check(method, threads, report.model);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(method.iterations()));
}

void run_by_hand(benchmark::State& state, Method& method, std::uint32_t threads) {
  for (auto _ : state) {
    state.SetIterationTime(method.loop(threads, method.setups.work().iterations).seconds);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(method.iterations()));
}

std::vector<Ratio> register_all(std::vector<Method>& methods) {
  std::vector<Ratio> ratios;
  const auto add = [](const std::string& name, auto run, Method& method, std::uint32_t threads) {
    benchmark::RegisterBenchmark(
        name.c_str(), [run, &method, threads](benchmark::State& s) { run(s, method, threads); })
        ->Unit(benchmark::kMillisecond)
        ->UseManualTime();
  };
  for (Method& method : methods) {
    for (const std::uint32_t threads : {1U, 2U}) {
      const std::string name = method.setups.work().name + "/" + std::to_string(threads);
      add(name, run, method, threads);
      add("hand_" + name, run_by_hand, method, threads);
      ratios.push_back({name, "hand_" + name, 0.9});
    }
  }
  return ratios;
}

std::vector<Method> make_methods(const std::string& data) {
  Setups hogwild(with(work("hogwild", 600'000),
                      {"objective=logistic", "objective.data.path=" + data, "objective.l2=1e-5"}));
  const SparseRows rows(dynamic_cast<const Logistic&>(hogwild.of(1, "RACY").objective()));
  Setups kromagnon(
      with(work("kromagnon", 120'000), {"algorithm.epochs=" + std::to_string(kEpochs)}), hogwild);
  Setups asaga(work("asaga", 300'000), hogwild);
  const auto loop = [](auto by_hand) -> HandWritten {
    return [by_hand](std::uint32_t threads, std::uint64_t iterations) {
      return by_hand.run(threads, iterations);
    };
  };
  std::vector<Method> methods;
  methods.push_back({std::move(hogwild), "RACY", loop(HogwildLoop<true>{rows, kStepSize})});
  methods.push_back(
      {std::move(kromagnon), "RELAXED", loop(KromagnonLoop{rows, kStepSize, kEpochs})});
  methods.push_back({std::move(asaga), "RELAXED", loop(AsagaLoop{rows, kStepSize})});
  return methods;
}

}  // namespace
}  // namespace hogtie::bench

int main(int argc, char** argv) {
  using namespace hogtie::bench;
  benchmark::Initialize(&argc, argv);
  const SparseData data(argc, argv);
  std::vector<Method> methods = make_methods(data.path());
  RatioReporter reporter(register_all(methods));
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return 0;
}
