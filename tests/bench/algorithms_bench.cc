// Simulated steps per second of every algorithm, against EpochSGD with as many operations an
// iteration.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/settings/set.h"
#include "sim/run/simulation.h"
#include "tests/bench/ratio_reporter.h"

namespace hogtie::bench {
namespace {

constexpr std::uint64_t kSteps = 4'000'000;
constexpr std::uint32_t kDimension = 8;

void run_algorithm(benchmark::State& state, const std::string& algorithm, std::uint32_t dimension) {
  proto::Experiment experiment;
  for (const std::string& setting :
       {"algorithm.name=" + algorithm, "objective.dimension=" + std::to_string(dimension),
        std::string("workers=4"), std::string("adversary.name=uniform"),
        std::string("algorithm.step_size=1e-6"), std::string("algorithm.iterations=1000000000"),
        "limits.steps=" + std::to_string(kSteps)}) {
    set(experiment, setting);
  }
  // So small a step size keeps x from numbers that the processor is slow with; on a coarse grid
  // nothing would be left of its updates.
  if (algorithm == "buckwild") set(experiment, "algorithm.bits=40");
  const RunSetup setup(experiment);
  for (auto _ : state) {
    state.PauseTiming();
    Simulation simulation(setup, 1);
    const auto adversary = simulation.make_adversary();
    state.ResumeTiming();
    if (simulation.run(*adversary).verdict != proto::STEP_LIMIT) {
      throw std::logic_error(algorithm + " ended before its steps");
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kSteps));
}

struct Compared {
  const char* algorithm;
  std::uint32_t operations;  ///< An iteration, on kDimension coordinates, without waiting.
};

/// C[0] and d reads; then what updates take. Waiting adds steps to some, which are not counted.
const std::vector<Compared> kCompared{
    {"sequential_sgd", 17},      // d adds
    {"minibatch_sgd", 21},       // two barriers, of an arrival and a look
    {"locked_sgd", 19},          // taking the lock and leaving it
    {"hogwild", 25},             // d reads and writes
    {"delay_adaptive_sgd", 18},  // a look at C[0]
    {"dropping_sgd", 18},
    {"momentum_sgd", 17},
    {"buckwild", 17},
    {"async_minibatch_sgd", 26},  // look, place and count, and a fourth of 3 d + 1
    {"coordinate_descent", 10},   // one add
    {"full_sgd", 17},
    {"averaged_sgd", 25},  // 2 d adds
};

/// That of EpochSGD with 2 d + 1 operations, or one more.
std::uint32_t dimension_for(std::uint32_t operations) {
  return operations / 2;
}

std::string epoch_sgd_name(std::uint32_t dimension) {
  return "epoch_sgd/" + std::to_string(dimension);
}

std::vector<Ratio> register_all() {
  std::vector<Ratio> ratios;
  std::vector<std::string> registered;
  const auto add = [&](const std::string& name, const std::string& algorithm,
                       std::uint32_t dimension) {
    for (const std::string& known : registered) {
      if (known == name) return;
    }
    registered.push_back(name);
    benchmark::RegisterBenchmark(name.c_str(), run_algorithm, algorithm, dimension)
        ->Unit(benchmark::kMillisecond);
  };
  for (const Compared& compared : kCompared) {
    const std::uint32_t dimension = dimension_for(compared.operations);
    add(compared.algorithm, compared.algorithm, kDimension);
    add(epoch_sgd_name(dimension), "epoch_sgd", dimension);
    ratios.push_back({compared.algorithm, epoch_sgd_name(dimension), 0.7});
  }
  return ratios;
}

}  // namespace
}  // namespace hogtie::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  const auto ratios = hogtie::bench::register_all();
  hogtie::bench::RatioReporter reporter(ratios);
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return 0;
}
