#include "tools/hogtie/cli/adversary_options.h"

#include <utility>

#include "adversaries/registry.h"
#include "core/settings/registry.h"
#include "tools/hogtie/cli/taken_settings.h"
#include "tools/hogtie/commands/list/list_options.h"

namespace hogtie {

std::vector<std::string> read_adversaries(const CommandLine& line, const std::string& option) {
  std::vector<std::string> names = read_list(line, option);
  for (const std::string& name : names) {
    find_entry(adversaries(), name, "adversary", "adversaries");
  }
  return names;
}

void check_taken(const proto::Adversary& settings, std::span<const std::string> names,
                 std::vector<std::string_view> also) {
  also.insert(also.end(), wrapper_parameters().begin(), wrapper_parameters().end());
  check_taken(settings, adversaries(), "adversary", "adversaries", names, std::move(also));
}

}  // namespace hogtie
