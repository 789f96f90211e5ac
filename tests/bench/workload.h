#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/objectives/quadratic.h"
#include "core/random/bit_stream.h"

namespace hogtie::bench {

/// The workload that all figures are measured on: EpochSGD on a quadratic, d = 8, n = 8.
struct Workload {
  static constexpr std::uint32_t kDimension = 8;
  static constexpr std::uint32_t kWorkers = 8;
  static constexpr std::uint64_t kSeed = 1;
  static constexpr double kCurvature[kDimension] = {1, 0.5, 0.25, 0.2, 0.1, 1, 1, 2};

  std::uint64_t steps;
  double noise;
  /// Without noise the iterates go to zero; at this step size they do not become denormal.
  double step_size() const { return noise > 0 ? 0.1 : 1e-7; }
  /// The quadratic with the first `dimension` of the eight curvatures.
  Quadratic objective(std::uint32_t dimension = kDimension) const {
    std::vector<double> curvature(kCurvature, kCurvature + dimension);
    return {std::move(curvature), noise};
  }
};

/// Round-robin and uniform schedules, without interface or run-time checks.
struct RoundRobinPick {
  std::uint32_t last = Workload::kWorkers - 1;
  std::uint32_t operator()() { return last = last + 1 == Workload::kWorkers ? 0 : last + 1; }
};
struct UniformPick {
  BitStream bits{Workload::kSeed, kAdversaryDomain};
  std::uint32_t operator()() { return bits.index(Workload::kWorkers); }
};

/// The reference: the workload as a state machine written by hand, with no coroutine, no adversary
/// interface and nothing but the work. One branch-light path serves every kind of operation: a read
/// is a fetch&add of -0.0, and the iteration counter is one more double. Returns X.
template <class Pick>
std::vector<double> run_reference(const Workload& workload, Pick pick) {
  constexpr std::uint32_t d = Workload::kDimension;
  struct Worker {
    std::uint32_t position = 2 * d;  // the first operation is the fetch&add on the counter
    std::uint32_t stop = 2 * d + 1;
    std::uint64_t iteration = 0;
    double values[2 * d + 1] = {};
  };
  static constexpr std::uint32_t kRegisters[2 * d + 1] = {0, 1, 2, 3, 4, 5, 6, 7, 0,
                                                          1, 2, 3, 4, 5, 6, 7, 8};
  const Quadratic objective = workload.objective();
  std::vector<double> cells(d, 1.0);
  cells.push_back(0.0);
  Worker workers[Workload::kWorkers];
  for (Worker& worker : workers) worker.values[2 * d] = 1.0;
  double* const x = cells.data();
  for (std::uint64_t step = 0; step < workload.steps; ++step) {
    const std::uint32_t w = pick();
    Worker& worker = workers[w];
    const std::uint32_t position = worker.position;
    const std::uint32_t target = kRegisters[position];
    const double before = x[target];
    x[target] = before + worker.values[position];
    worker.values[position] = before;
    worker.position = position + 1;
    if (worker.position != worker.stop) continue;
    if (worker.position == d) {
      Coins coins(Workload::kSeed, w, worker.iteration);
      const std::span<double> update(worker.values + d, d);
      objective.gradient({}, {worker.values, d}, coins, update);
      for (double& component : update) component *= -workload.step_size();
      worker.values[2 * d] = 1.0;
      worker.stop = 2 * d + 1;
    } else {
      worker.iteration = static_cast<std::uint64_t>(worker.values[2 * d]);
      for (std::uint32_t j = 0; j < d; ++j) worker.values[j] = -0.0;
      worker.position = 0;
      worker.stop = d;
    }
  }
  cells.resize(d);
  return cells;
}

}  // namespace hogtie::bench
