/// The state of trials, gone on from.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/numeric/floating_point.h"
#include "sim/build_fingerprint.h"
#include "tests/fuzz/choices.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/message_mutator.h"
#include "tests/fuzz/program.h"
#include "tests/fuzz/small_experiment.h"
#include "tests/fuzz/trials_state.h"
#include "tests/fuzz/work_directory.h"

namespace hogtie::fuzz {
namespace {

/// More trials than there are, so that some are run; few, so that it is soon over.
std::uint64_t wanted(const proto::TrialsState& state) {
  constexpr std::uint64_t kMost = 1'000'000'000;
  return std::min(state.tally().trials(), kMost - 2) + 2;
}

/// A file of this build, where the seal is right; otherwise the file as it is.
std::string as_left_here(std::string_view file) {
  std::optional<proto::TrialsState> state = open_state(file);
  if (!state || seal_state(*state) != file) return std::string(file);
  state->set_build(std::string(build_fingerprint()));
  state->set_floating_point(floating_point_fingerprint());
  return seal_state(*state);
}

}  // namespace
}  // namespace hogtie::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hogtie::fuzz;
  const InWorkDirectory inside;
  const std::string file = as_left_here({reinterpret_cast<const char*>(data), size});
  const auto state = open_state(file);
  if (state && !(is_small(state->experiment()) && is_short(state->experiment()))) return 0;
  write_file("input", file);
  const std::string trials = std::to_string(state ? wanted(*state) : 2);
  run_program({"trials", "--resume", "input", "--trials", trials, "--threads", "1", "--quiet"});
  work_directory().clear();
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  using namespace hogtie::fuzz;
  Choices choices(seed);
  auto state = open_state({reinterpret_cast<const char*>(data), size});
  if (!state || choices.one_in(16)) return LLVMFuzzerMutate(data, size, max_size);
  for (std::uint64_t more = 1 + choices.below(3); more > 0; --more) mutate_message(*state, choices);
  const std::string mutated = seal_state(*state);
  if (mutated.size() > max_size) return size;
  std::copy(mutated.begin(), mutated.end(), data);
  return mutated.size();
}
