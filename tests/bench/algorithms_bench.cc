// Simulated steps per second of every algorithm, against EpochSGD with as many operations an
// iteration.

#include <benchmark/benchmark.h>

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/random/coins.h"
#include "core/settings/set.h"
#include "sim/run/simulation.h"
#include "tests/bench/ratio_reporter.h"

namespace hogtie::bench {
namespace {

constexpr std::uint64_t kSteps = 4'000'000;
constexpr std::uint32_t kDimension = 8;

/// Rows of so many columns, none of which is zero.
void write_data(const std::string& path, std::uint32_t columns) {
  std::ofstream file(path);
  Coins coins(1, 0, 0);
  for (int row = 0; row < 1000; ++row) {
    file << (coins.index(2) == 0 ? "-1" : "+1");
    for (std::uint32_t j = 1; j <= columns; ++j) file << ' ' << j << ':' << 0.1 + coins.uniform();
    file << '\n';
  }
}

proto::Experiment experiment_of(const std::string& algorithm, std::uint32_t dimension,
                                const std::string& data) {
  proto::Experiment experiment;
  for (const std::string& setting :
       {"algorithm.name=" + algorithm, std::string("workers=4"),
        std::string("adversary.name=uniform"), std::string("algorithm.step_size=1e-6"),
        std::string("algorithm.iterations=1000000000"), "limits.steps=" + std::to_string(kSteps)}) {
    set(experiment, setting);
  }
  if (!data.empty()) {
    write_data(data, dimension);
    set(experiment, "objective.name=logistic");
    set(experiment, "objective.data.path=" + data);
  } else {
    set(experiment, "objective.dimension=" + std::to_string(dimension));
  }
  // So small a step size keeps x from numbers that the processor is slow with; on a coarse grid
  // nothing would be left of its updates.
  if (algorithm == "buckwild") set(experiment, "algorithm.bits=40");
  return experiment;
}

void run_algorithm(benchmark::State& state, const std::string& algorithm, std::uint32_t dimension,
                   bool over_data) {
  std::string data;
  if (over_data) {
    data = std::filesystem::temp_directory_path() /
           ("hogtie-bench-" + std::to_string(getpid()) + ".svm");
  }
  const RunSetup setup(experiment_of(algorithm, dimension, data));
  if (over_data) std::filesystem::remove(data);
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
  bool over_data = false;    ///< It runs on no other objective.
};

/// C[0] and d reads; then what updates take. Waiting adds steps to some, and trying again, which
/// are not counted.
const std::vector<Compared> kCompared{
    {"sequential_sgd", 17},      // d adds
    {"minibatch_sgd", 21},       // two barriers, of an arrival and a look
    {"locked_sgd", 20},          // a look, taking the lock and leaving it
    {"hogwild", 25},             // d reads and writes
    {"delay_adaptive_sgd", 18},  // a look at C[0]
    {"dropping_sgd", 18},
    {"momentum_sgd", 17},
    {"buckwild", 17},
    {"async_minibatch_sgd", 26},  // look, place and count, and a fourth of 3 d + 1
    {"coordinate_descent", 10},   // one add
    {"full_sgd", 17},
    {"averaged_sgd", 25},     // 2 d adds
    {"leashed_sgd", 33},      // d more reads and writes, three for each view, look and swap
    {"kromagnon", 25, true},  // d more reads
    {"asaga", 35, true},      // the same, d more adds, read and swap of the slope
};

/// That of EpochSGD with 2 d + 1 operations, or one more.
std::uint32_t dimension_for(std::uint32_t operations) {
  return operations / 2;
}

std::string epoch_sgd_name(std::uint32_t dimension, bool over_data) {
  return (over_data ? "epoch_sgd_on_data/" : "epoch_sgd/") + std::to_string(dimension);
}

std::vector<Ratio> register_all() {
  std::vector<Ratio> ratios;
  std::vector<std::string> registered;
  const auto add = [&](const std::string& name, const std::string& algorithm,
                       std::uint32_t dimension, bool over_data) {
    for (const std::string& known : registered) {
      if (known == name) return;
    }
    registered.push_back(name);
    benchmark::RegisterBenchmark(name.c_str(), run_algorithm, algorithm, dimension, over_data)
        ->Unit(benchmark::kMillisecond);
  };
  for (const Compared& compared : kCompared) {
    const std::uint32_t dimension = dimension_for(compared.operations);
    const std::string yardstick = epoch_sgd_name(dimension, compared.over_data);
    add(compared.algorithm, compared.algorithm, kDimension, compared.over_data);
    add(yardstick, "epoch_sgd", dimension, compared.over_data);
    ratios.push_back({compared.algorithm, yardstick, 0.7});
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
