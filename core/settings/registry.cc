#include "core/settings/registry.h"

#include <algorithm>
#include <vector>

#include "core/error.h"
#include "core/text/nearest.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

using Field = google::protobuf::FieldDescriptor;

std::vector<std::string_view> taken_by(const RegistryEntry& entry,
                                       std::span<const std::string_view> common) {
  std::vector<std::string_view> taken(entry.parameters.begin(), entry.parameters.end());
  taken.insert(taken.end(), common.begin(), common.end());
  return taken;
}

/// The fields that are set and not taken.
std::vector<const Field*> not_taken(const google::protobuf::Message& group,
                                    std::span<const std::string_view> taken) {
  std::vector<const Field*> fields;
  group.GetReflection()->ListFields(group, &fields);
  std::erase_if(fields, [&](const Field* field) {
    return field->name() == "name" ||
           std::find(taken.begin(), taken.end(), field->name()) != taken.end();
  });
  return fields;
}

}  // namespace

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
  const std::vector<std::string_view> taken = taken_by(entry, common);
  const std::vector<const Field*> fields = not_taken(group, taken);
  if (fields.empty()) return;
  std::string takes;
  for (const std::string_view parameter : taken) {
    takes += (takes.empty() ? "" : ", ") + std::string(parameter);
  }
  throw InputError(std::string(kind) + " " + quote(entry.name) + " takes no " +
                   quote(fields.front()->name()) +
                   "; it takes: " + (takes.empty() ? "nothing" : takes));
}

void keep_parameters(google::protobuf::Message& group, const RegistryEntry& entry,
                     std::span<const std::string_view> common) {
  for (const Field* const field : not_taken(group, taken_by(entry, common))) {
    group.GetReflection()->ClearField(&group, field);
  }
}

}  // namespace hogtie
