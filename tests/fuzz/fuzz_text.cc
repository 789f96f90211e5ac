/// An experiment in text format, read, written, read again and run.
#include <cstdint>
#include <string>

#include "core/error.h"
#include "core/settings/listing.h"
#include "core/settings/read_experiment.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/program.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/small_experiment.h"
#include "tests/fuzz/work_directory.h"

namespace hogtie::fuzz {
namespace {

/// Whether the file is no experiment, or one that is soon over. What is read comes back from text.
bool is_read_again_and_soon_over() {
  proto::Experiment experiment;
  try {
    experiment = read_experiment("input");
  } catch (const InputError&) {
    return true;
  }
  const std::string text = to_text(experiment);
  write_file("written", text);
  require(to_text(read_experiment("written")) == text,
          "an experiment is another once it is written", text);
  return is_small(experiment) && is_short(experiment);
}

}  // namespace
}  // namespace hogtie::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hogtie::fuzz;
  const InWorkDirectory inside;
  write_file("input", {reinterpret_cast<const char*>(data), size});
  if (!is_read_again_and_soon_over()) return 0;
  run_program({"run", "input", "--quiet", "--trace", "a.trace"});
  run_program({"bound", "--experiment", "input"});
  work_directory().clear();
  return 0;
}
