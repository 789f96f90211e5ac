/// Assignments to settings, one a line, as `--set` takes them.
#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/settings/listing.h"
#include "core/settings/read_experiment.h"
#include "core/settings/set.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/work_directory.h"

namespace hogtie::fuzz {
namespace {

/// An assignment that is refused changes nothing.
void assign(proto::Experiment& experiment, std::string_view assignment) {
  const std::string before = experiment.SerializeAsString();
  try {
    set(experiment, assignment);
  } catch (const InputError& error) {
    require(experiment.SerializeAsString() == before, "a refused assignment changes a setting",
            assignment);
    require(std::string_view(error.what()).find('\n') == std::string_view::npos,
            "a message of several lines", error.what());
  }
}

}  // namespace
}  // namespace hogtie::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hogtie::fuzz;
  const InWorkDirectory inside;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  hogtie::proto::Experiment experiment;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    assign(experiment, line);
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  const std::string text = hogtie::to_text(experiment);
  write_file("written", text);
  require(hogtie::to_text(hogtie::read_experiment("written")) == text,
          "settings are others once they are written", text);
  return 0;
}
