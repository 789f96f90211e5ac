#include "core/settings/listing.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>

#include <stdexcept>

#include "core/settings/field_text.h"
#include "proto/settings.pb.h"

namespace hogtie {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void list(const Message& message, const std::string& group, std::vector<Setting>& settings) {
  const auto& type = *message.GetDescriptor();
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const std::string path = join_path(group, field.name());
    if (is_group(field)) {
      list(reflection.GetMessage(message, &field), path, settings);
      continue;
    }
    const bool is_set = field.is_repeated() ? reflection.FieldSize(message, &field) > 0
                                            : reflection.HasField(message, &field);
    settings.push_back({path, value_text(message, field), is_set,
                        field.options().GetExtension(proto::help),
                        field.options().GetExtension(proto::unit), default_text(field),
                        field.options().GetExtension(proto::derived)});
  }
}

}  // namespace

std::vector<Setting> all_settings(const Message& message) {
  std::vector<Setting> settings;
  list(message, "", settings);
  return settings;
}

std::string to_text(const Message& message) {
  std::string text;
  if (!google::protobuf::TextFormat::PrintToString(message, &text)) {
    throw std::logic_error("a message that has no text format");
  }
  return text;
}

}  // namespace hogtie
