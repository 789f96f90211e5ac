#include "core/settings/registry.h"

#include <algorithm>
#include <vector>

#include "core/error.h"
#include "core/text/nearest.h"
#include "core/text/quote.h"

namespace hogtie {

std::size_t find_entry(std::span<const RegistryEntry> entries, std::string_view name,
                       std::string_view kind, std::string_view plural) {
  std::vector<std::string_view> names;
  for (std::size_t k = 0; k < entries.size(); ++k) {
    if (entries[k].name == name) return k;
    names.push_back(entries[k].name);
  }
  const std::string likely = nearest(name, names);
  std::string message = "no " + std::string(kind) + " " + quote(name);
  if (!likely.empty()) message += "; did you mean " + quote(likely) + "?";
  throw InputError(message + (likely.empty() ? "; see" : " see") + " `hogtie list " +
                   std::string(plural) + "`");
}

void check_parameters(const google::protobuf::Message& group, const RegistryEntry& entry,
                      std::string_view kind, std::span<const std::string_view> common) {
  std::vector<std::string_view> taken(entry.parameters.begin(), entry.parameters.end());
  taken.insert(taken.end(), common.begin(), common.end());
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  group.GetReflection()->ListFields(group, &fields);
  for (const auto* const field : fields) {
    if (field->name() == "name" ||
        std::find(taken.begin(), taken.end(), field->name()) != taken.end()) {
      continue;
    }
    std::string takes;
    for (const std::string_view parameter : taken) {
      takes += (takes.empty() ? "" : ", ") + std::string(parameter);
    }
    throw InputError(std::string(kind) + " " + quote(entry.name) + " takes no " +
                     quote(field->name()) + "; it takes: " + (takes.empty() ? "nothing" : takes));
  }
}

}  // namespace hogtie
