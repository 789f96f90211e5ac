/// A random experiment, run and recorded twice, replayed, held against the theory, and changed.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/settings/listing.h"
#include "tests/fuzz/choices.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/program.h"
#include "tests/fuzz/random_experiment.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/work_directory.h"
#include "tools/hogtie/cli/exit_status.h"

namespace hogtie::fuzz {
namespace {

constexpr const char* kBase = "base.trace";

/// The schedule of the adversary `replay`.
void make_base() {
  static const bool made = [] {
    const Outcome outcome = run_program({"run", "--quiet", "--set", "workers=3", "--set",
                                         "algorithm.iterations=40", "--trace", kBase});
    require(outcome.status == kOk, "no trace to replay", outcome.errors);
    return true;
  }();
  require(made, "a trace to replay");
}

/// What was not measured has no key.
void require_no_null(const nlohmann::json& value, const std::string& output) {
  require(!value.is_null(), "a result is null", output);
  if (!value.is_structured()) return;
  for (const nlohmann::json& part : value) require_no_null(part, output);
}

nlohmann::json result_of(const Outcome& outcome) {
  nlohmann::json result = nlohmann::json::parse(outcome.output, nullptr, false);
  require(!result.is_discarded(), "a result is not JSON", outcome.output);
  require_no_null(result, outcome.output);
  return result;
}

/// Numbers that are not finite are no result: such a run ends with 1, and by a verdict that says
/// so.
void require_finite_or_named(const Outcome& outcome) {
  const nlohmann::json result = result_of(outcome);
  require(result.is_array() && result.size() == 1, "a run has not one result", outcome.output);
  const nlohmann::json& row = result.front();
  const std::string verdict = row.value("verdict", "");
  bool finite = true;
  for (const char* figure : {"final_distance", "final_loss", "final_gradient_norm"}) {
    finite = finite && (!row.contains(figure) || row[figure].is_number());
  }
  require(finite || outcome.status == kDoesNotHold, "a run of no finite end is fine",
          outcome.output);
  require(finite || verdict == "not finite" || verdict.find("error") != std::string::npos,
          "a verdict hides that numbers are not finite", outcome.output);
  require(verdict != "not finite" || row.contains("detail"), "a verdict without its number",
          outcome.output);
}

Outcome run(const std::string& trace) {
  return run_program({"run", "e.textproto", "--quiet", "--trace", trace, "--format", "json"});
}

void require_same_again(const Outcome& first) {
  const Outcome second = run("b.trace");
  require(first.status == second.status, "a run ends otherwise when it is run again",
          first.errors + second.errors);
  require(read_file("a.trace") == read_file("b.trace"),
          "a run is recorded otherwise a second time");
  const Outcome difference = run_program({"trace", "diff", "a.trace", "b.trace"});
  require(difference.status == kOk, "the same trace differs",
          difference.output + difference.errors);
}

void require_replay() {
  const Outcome replay = run_program({"replay", "a.trace"});
  require(replay.status == kOk, "a recorded run does not replay", replay.output + replay.errors);
  const Outcome info = run_program({"trace", "info", "a.trace", "--format", "json"});
  require(info.status == kOk, "a recorded run cannot be read", info.errors);
  result_of(info);
}

/// Of objectives and algorithms that the theory does not speak of, certify refuses to say anything.
void require_proved() {
  const Outcome certificate = run_program({"certify", "a.trace", "--quiet"});
  require(certificate.status == kOk || certificate.status == kWrongInput,
          "what is proved is violated, or does not replay",
          certificate.output + certificate.errors);
}

void require_other_end(InputChoices& choices) {
  const std::string until = std::to_string(choices.below(1000));
  const Outcome other = run_program(
      {"replay", "a.trace", "--until", until, "--then", "round_robin", "--trace", "b.trace"});
  if (other.status == kWrongInput) return;
  const Outcome replay = run_program({"replay", "b.trace"});
  require(replay.status == kOk, "a continued run does not replay", replay.output + replay.errors);
}

void require_stall(std::uint32_t workers, InputChoices& choices) {
  const std::string stall = std::to_string(choices.below(workers)) + "@" +
                            std::to_string(choices.below(1000)) + "+" +
                            std::to_string(1 + choices.below(1000));
  const Outcome changed =
      run_program({"what-if", "a.trace", "--stall", stall, "--trace", "c.trace"});
  if (changed.status == kWrongInput) return;
  const Outcome replay = run_program({"replay", "c.trace"});
  require(replay.status == kOk, "a changed run does not replay", replay.output + replay.errors);
}

void check(InputChoices& choices) {
  const proto::Experiment experiment = random_experiment(choices);
  write_file("e.textproto", to_text(experiment));
  const Outcome first = run("a.trace");
  if (first.status == kWrongInput) return;
  require_finite_or_named(first);
  // Threads are never the same twice.
  if (experiment.machine().kind() != proto::THREADS) require_same_again(first);
  require_replay();
  require_proved();
  require_other_end(choices);
  require_stall(experiment.workers(), choices);
}

}  // namespace
}  // namespace hogtie::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hogtie::fuzz;
  const InWorkDirectory inside;
  make_base();
  InputChoices choices({data, size});
  check(choices);
  work_directory().clear(kBase);
  return 0;
}
