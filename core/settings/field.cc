#include "core/settings/field.h"

#include "core/settings/field_text.h"
#include "core/settings/find_field.h"
#include "proto/settings.pb.h"

namespace hogtie {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

void describe(const FieldDescriptor& field, const std::string& path,
              std::vector<FieldDescription>& descriptions) {
  if (is_group(field)) {
    const Descriptor& group = *field.message_type();
    for (int i = 0; i < group.field_count(); ++i) {
      describe(*group.field(i), join_path(path, group.field(i)->name()), descriptions);
    }
    return;
  }
  const auto& options = field.options();
  descriptions.push_back({path, type_text(field), default_text(field),
                          options.GetExtension(proto::unit), range_text(field),
                          options.GetExtension(proto::help), options.GetExtension(proto::derived)});
}

}  // namespace

std::vector<FieldDescription> describe_fields(const Descriptor& type, std::string_view path) {
  std::vector<FieldDescription> descriptions;
  if (!path.empty()) {
    describe(*find_field(type, path).field, std::string(path), descriptions);
    return descriptions;
  }
  for (int i = 0; i < type.field_count(); ++i) {
    describe(*type.field(i), type.field(i)->name(), descriptions);
  }
  return descriptions;
}

}  // namespace hogtie
