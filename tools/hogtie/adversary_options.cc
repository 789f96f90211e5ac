#include "tools/hogtie/adversary_options.h"

#include <algorithm>

#include "adversaries/registry.h"
#include "core/error.h"
#include "core/settings/registry.h"
#include "core/text/quote.h"
#include "tools/hogtie/list_options.h"

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
  std::vector<std::string_view> taken = std::move(also);
  taken.emplace_back("name");
  taken.insert(taken.end(), wrapper_parameters().begin(), wrapper_parameters().end());
  for (const std::string& name : names) {
    const auto& parameters =
        adversaries()[find_entry(adversaries(), name, "adversary", "adversaries")].parameters;
    taken.insert(taken.end(), parameters.begin(), parameters.end());
  }
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  settings.GetReflection()->ListFields(settings, &fields);
  for (const auto* const field : fields) {
    if (std::find(taken.begin(), taken.end(), field->name()) == taken.end()) {
      throw InputError("none of these adversaries takes " + quote(field->name()) +
                       "; see `hogtie list adversaries`");
    }
  }
}

}  // namespace hogtie
