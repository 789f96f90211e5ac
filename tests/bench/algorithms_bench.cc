// Simulated steps per second of every algorithm, against EpochSGD with as many operations an
// iteration.

#include <benchmark/benchmark.h>

#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/random/coins.h"
#include "core/settings/set.h"
#include "sim/simulation/simulation.h"
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

std::unique_ptr<RunSetup> setup_of(const std::string& algorithm, std::uint32_t dimension,
                                   bool over_data) {
  std::string data;
  if (over_data) {
    data = std::filesystem::temp_directory_path() /
           ("hogtie-bench-" + std::to_string(getpid()) + ".svm");
  }
  auto setup = std::make_unique<RunSetup>(experiment_of(algorithm, dimension, data));
  if (over_data) std::filesystem::remove(data);
  return setup;
}

void run_algorithm(benchmark::State& state, const std::string& algorithm, std::uint32_t dimension,
                   bool over_data) {
  const std::unique_ptr<RunSetup> setup = setup_of(algorithm, dimension, over_data);
  for (auto _ : state) {
    state.PauseTiming();
    Simulation simulation(*setup, 1);
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
  bool over_data = false;  ///< It runs on no other objective.
};

const std::vector<Compared> kCompared{
    {"sequential_sgd"}, {"minibatch_sgd"},      {"locked_sgd"},   {"hogwild"},
    {"dropping_sgd"},   {"delay_adaptive_sgd"}, {"momentum_sgd"}, {"buckwild"},
    {"full_sgd"},       {"coordinate_descent"}, {"averaged_sgd"}, {"async_minibatch_sgd"},
    {"leashed_sgd"},    {"kromagnon", true},    {"asaga", true}};

/// Steps an iteration, but those in which a worker only waits.
double operations_of(const RunSetup& setup) {
  Simulation simulation(setup, 1);
  simulation.run(*simulation.make_adversary());
  const Execution& execution = simulation.machine().execution();
  const auto operations = static_cast<double>(execution.step() - execution.spins.count);
  return operations / static_cast<double>(to_word(execution.cells[execution.layout.doubles]));
}

/// That of EpochSGD with as many, of 2 d + 1.
std::uint32_t dimension_for(double operations) {
  return static_cast<std::uint32_t>(std::lround((operations - 1) / 2));
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
    const std::uint32_t dimension =
        dimension_for(operations_of(*setup_of(compared.algorithm, kDimension, compared.over_data)));
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
