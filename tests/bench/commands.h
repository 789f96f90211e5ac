#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/text/number.h"
#include "tests/bench/program.h"
#include "tests/bench/row.h"
#include "tests/bench/workload.h"

namespace hogtie::bench {

inline constexpr std::size_t kOneCore = 1;
inline constexpr std::size_t kTwoCores = 2;

/// Arguments of one command after those of another.
inline Arguments joined(Arguments first, const Arguments& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

inline Arguments setting_options(const std::vector<std::string>& settings) {
  Arguments arguments;
  for (const std::string& setting : settings) {
    arguments.push_back("--set");
    arguments.push_back(setting);
  }
  return arguments;
}

/// The workload with noise as an experiment. EpochSGD takes 2 d + 1 steps an iteration.
struct CommandWorkload {
  std::uint64_t iterations;
  std::uint32_t dimension = Workload::kDimension;
  std::uint32_t workers = Workload::kWorkers;
  const char* step_size = "0.1";

  /// Every worker takes one more step, in which it finds no iteration left.
  std::uint64_t steps() const { return iterations * (2 * dimension + 1) + workers; }

  Arguments settings() const {
    std::string curvature = "objective.curvature=";
    for (std::uint32_t j = 0; j < dimension; ++j) {
      curvature += (j > 0 ? "," : "") + format_number(Workload::kCurvature[j]);
    }
    return setting_options({"objective.dimension=" + std::to_string(dimension), curvature,
                            "objective.noise=0.1", "workers=" + std::to_string(workers),
                            "adversary.name=uniform",
                            std::string("algorithm.step_size=") + step_size,
                            "algorithm.iterations=" + std::to_string(iterations)});
  }
};

/// The command as a process on so many cores.
inline Side command(const Program& program, const Arguments& arguments, std::size_t cores,
                    std::uint64_t steps) {
  return {[=] { return program.run(arguments, cores); }, steps};
}

/// `run` with all its metrics.
inline Side run_command_of(const Program& program, const CommandWorkload& workload,
                           std::size_t cores, const Arguments& more = {}) {
  return command(program, joined(joined({"run", "--quiet"}, workload.settings()), more), cores,
                 workload.steps());
}

/// `trials` with d = 1 and T = 1000, on one thread and one core.
inline Side trials_command(const Program& program, std::uint64_t trials) {
  const CommandWorkload workload{.iterations = 1000, .dimension = 1};
  return command(program,
                 joined({"trials", "--quiet", "--threads", "1", "--trials", std::to_string(trials)},
                        workload.settings()),
                 kOneCore, trials * workload.steps());
}

}  // namespace hogtie::bench
