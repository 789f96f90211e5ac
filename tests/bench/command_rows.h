#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/bench/commands.h"
#include "tests/bench/machine_rows.h"
#include "tests/bench/program.h"
#include "tests/bench/row.h"
#include "tests/bench/scratch.h"
#include "tests/bench/size.h"

namespace hogtie::bench {

/// A command that reads a trace, which `run --trace` records before the first execution.
inline Side trace_command(const Program& program, const std::string& name,
                          const CommandWorkload& workload, const std::string& trace) {
  const Side record = run_command_of(program, workload, kTwoCores, {"--trace", trace});
  const Side read = command(program, {name, trace}, kTwoCores, workload.steps());
  return {[=] {
            if (!std::filesystem::exists(trace)) record.execute();
            return read.execute();
          },
          workload.steps()};
}

/// The figures of commands against the machine, and against themselves. The scratch directory
/// must outlive the rows.
inline std::vector<Row> command_rows(const Program& program, const Size& size,
                                     const Scratch& scratch) {
  const std::uint64_t steps = size.steps(10'000'000);
  const std::string trace = scratch.file("machine.trace");
  const Side machine = recorded_machine(steps, Workload::kDimension, trace);
  const Side line_machine = recorded_machine(steps, 1, trace);
  const CommandWorkload workload{steps / 17};
  const CommandWorkload line{steps / 3, 1};
  constexpr std::uint32_t kManyWorkers = 4096;
  // So many delayed gradients diverge with a larger step size.
  constexpr const char* kSmallSteps = "1e-6";
  const CommandWorkload few{steps / 17, Workload::kDimension, Workload::kWorkers, kSmallSteps};
  const CommandWorkload many{steps / 51, Workload::kDimension, kManyWorkers, kSmallSteps};
  return {
      {"run, all metrics, machine = 1: two cores", run_command_of(program, workload, kTwoCores),
       machine, 0.6},
      {"run, all metrics, machine = 1: one core", run_command_of(program, workload, kOneCore),
       machine, 0.45},
      {"run --trace, machine = 1",
       run_command_of(program, workload, kTwoCores, {"--trace", scratch.file("run.trace")}),
       machine, 0.5},
      {"replay, machine = 1",
       trace_command(program, "replay", workload, scratch.file("recorded.trace")), machine, 0.6},
      {"certify of a trace, machine = 1",
       trace_command(program, "certify", workload, scratch.file("recorded.trace")), machine, 0.35},
      {"run, all metrics, d = 1, machine with d = 1 = 1", run_command_of(program, line, kTwoCores),
       line_machine, 0.4},
      {.name = "trials, d = 1, T = 1000, one core, machine with d = 1 = 1",
       .measured = trials_command(program, size.steps(3'000)),
       .reference = line_machine},
      {.name = "time of a step, all metrics: n = 4096, n = 8 as 1",
       .measured = run_command_of(program, many, kTwoCores),
       .reference = run_command_of(program, few, kTwoCores),
       .wanted = 3,
       .is_time = true},
  };
}

}  // namespace hogtie::bench
