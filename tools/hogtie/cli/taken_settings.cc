#include "tools/hogtie/cli/taken_settings.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/settings/registry.h"
#include "core/text/quote.h"

namespace hogtie {

void check_taken(const google::protobuf::Message& group, std::span<const RegistryEntry> entries,
                 std::string_view kind, std::string_view kinds, std::span<const std::string> names,
                 std::vector<std::string_view> also) {
  std::vector<std::string_view> taken = std::move(also);
  taken.emplace_back("name");
  for (const std::string& name : names) {
    const auto& parameters = entries[find_entry(entries, name, kind, kinds)].parameters;
    taken.insert(taken.end(), parameters.begin(), parameters.end());
  }
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  group.GetReflection()->ListFields(group, &fields);
  for (const auto* const field : fields) {
    if (std::find(taken.begin(), taken.end(), field->name()) == taken.end()) {
      throw InputError("none of these " + std::string(kinds) + " takes " + quote(field->name()) +
                       "; see `hogtie list " + std::string(kinds) + "`");
    }
  }
}

}  // namespace hogtie
