/// A trace from a stranger, read by every command that reads traces.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/fuzz/choices.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/program.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/small_experiment.h"
#include "tests/fuzz/trace_demand.h"
#include "tests/fuzz/trace_frames.h"
#include "tests/fuzz/trace_mutator.h"
#include "tests/fuzz/work_directory.h"

namespace hogtie::fuzz {
namespace {

void require_no_violation(const Outcome& outcome) {
  require(outcome.output.find("VIOLATED") == std::string::npos &&
              outcome.errors.find("is violated") == std::string::npos,
          "a proved statement is reported violated", outcome.output + outcome.errors);
}

void read_by_every_command(const TraceDemand& demand) {
  run_program({"trace", "info", "a.trace"});
  run_program({"trace", "info", "a.trace", "--format", "json"});
  run_program({"trace", "diff", "a.trace", "a.trace"});
  if (!demand.is_little()) return;
  run_program({"replay", "a.trace"});
  run_program({"trace", "show", "a.trace"});
  require_no_violation(run_program({"certify", "a.trace", "--quiet"}));
  if (!is_short(demand.experiment)) return;
  run_program({"what-if", "a.trace", "--stall", "0@2+5"});
  run_program({"replay", "a.trace", "--until", "3", "--then", "uniform", "--trace", "b.trace"});
  run_program({"fit", "a.trace", "--out", "fitted"});
}

}  // namespace
}  // namespace hogtie::fuzz

using hogtie::fuzz::Choices;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hogtie::fuzz;
  const InWorkDirectory inside;
  const std::string trace = as_recorded_here({reinterpret_cast<const char*>(data), size});
  write_file("a.trace", trace);
  read_by_every_command(demand_of(trace));
  work_directory().clear();
  return 0;
}

namespace {

/// Returns the size of the new input; what does not fit leaves the old one.
std::size_t take(const std::string& input, std::uint8_t* data, std::size_t size,
                 std::size_t max_size) {
  if (input.size() > max_size) return size;
  std::copy(input.begin(), input.end(), data);
  return input.size();
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  Choices choices(seed);
  const std::string_view trace(reinterpret_cast<const char*>(data), size);
  return take(hogtie::fuzz::mutated_trace(trace, choices, LLVMFuzzerMutate), data, size, max_size);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* first, std::size_t first_size,
                                                 const std::uint8_t* last, std::size_t last_size,
                                                 std::uint8_t* out, std::size_t max_size,
                                                 unsigned seed) {
  Choices choices(seed);
  const std::string crossed =
      hogtie::fuzz::crossed_trace({reinterpret_cast<const char*>(first), first_size},
                                  {reinterpret_cast<const char*>(last), last_size}, choices);
  return take(crossed, out, 0, max_size);
}
