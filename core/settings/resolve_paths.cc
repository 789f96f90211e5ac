#include "core/settings/resolve_paths.h"

#include <vector>

#include "proto/settings.pb.h"

namespace hogtie {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void resolve_path(Message& message, const FieldDescriptor& field, const std::string& directory) {
  const auto& reflection = *message.GetReflection();
  const std::string path = reflection.GetString(message, &field);
  if (path.empty() || path == "-" || path.starts_with('/')) return;
  reflection.SetString(&message, &field, directory + (directory.ends_with('/') ? "" : "/") + path);
}

}  // namespace

void resolve_paths(Message& message, const std::string& directory) {
  if (directory.empty()) return;
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* const field : fields) {
    if (field->options().GetExtension(proto::names_file)) resolve_path(message, *field, directory);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      resolve_paths(*reflection.MutableMessage(&message, field), directory);
      continue;
    }
    for (int k = 0; k < reflection.FieldSize(message, field); ++k) {
      resolve_paths(*reflection.MutableRepeatedMessage(&message, field, k), directory);
    }
  }
}

}  // namespace hogtie
