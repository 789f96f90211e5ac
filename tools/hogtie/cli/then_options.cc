#include "tools/hogtie/cli/then_options.h"

#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/settings/set.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

constexpr std::string_view kGroup = "adversary.";

proto::Adversary read_adversary(const std::string& name,
                                const std::vector<std::string>& assignments) {
  proto::Experiment experiment;
  experiment.mutable_adversary()->set_name(name);
  for (const std::string& assignment : assignments) {
    if (!assignment.starts_with(kGroup)) {
      throw InputError(
          "the rest of a recorded run is as recorded: '--set' changes 'adversary.' "
          "settings only, not " +
          quote(assignment));
    }
    if (assignment.starts_with("adversary.name=")) {
      throw InputError("'--then' names the adversary already: " + quote(name) + " and " +
                       quote(assignment));
    }
    set(experiment, assignment);
  }
  return experiment.adversary();
}

}  // namespace

void add_then(boost::program_options::options_description& options, const char* text) {
  add_value(options, "then", "ADVERSARY", text);
  add_values(options, "set", "adversary.SETTING=VALUE",
             "with --then: a setting of that adversary; may be given several times");
}

std::optional<proto::Adversary> read_then(const CommandLine& line) {
  const auto name = line.value("then");
  if (name) return read_adversary(*name, line.values("set"));
  if (line.has("set")) {
    throw InputError("'--set' is for the adversary of '--then', which is not given");
  }
  return std::nullopt;
}

}  // namespace hogtie
