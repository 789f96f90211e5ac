#include <iostream>

#include "tools/hogtie/cli/command.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/commands/list/list.h"
#include "tools/hogtie/commands/list/write_entries.h"

namespace hogtie {
namespace {

constexpr HelpPage kListHelp = {
    .usage = "hogtie list adversaries|objectives|algorithms [OPTION...]",
    .description =
        "Lists what an experiment can name, and the settings that each takes: what they mean,\n"
        "what they may be, and their defaults.",
    .examples = "hogtie list adversaries\nhogtie list objectives --format json",
    .does_not_hold = "",
};

std::string_view group_of(Registry registry) {
  switch (registry) {
    case Registry::kAdversaries:
      return "adversary";
    case Registry::kObjectives:
      return "objective";
    case Registry::kAlgorithms:
      return "algorithm";
  }
  return "";
}

int list_command(std::span<const std::string> arguments) {
  const auto options = list_options();
  const CommandLine line(options, arguments);
  if (line.has("help")) {
    std::cout << help_text(kListHelp, options);
    return kOk;
  }
  const ListOptions wanted = read_list(line);
  const auto entries = registry_entries(wanted.registry);
  const auto common = common_parameters(wanted.registry);
  write_entries({entries, common, group_of(wanted.registry)}, wanted.format, std::cout);
  return kOk;
}

}  // namespace

constexpr Command commands::list{
    .name = "list",
    .summary = "list adversaries, objectives or algorithms, and their settings",
    .run = list_command};

}  // namespace hogtie
