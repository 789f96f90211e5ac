#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>
#include <vector>

namespace hogtie {

/// Where a dotted path leads: through these groups, to this field of the last of them.
struct FieldPath {
  std::vector<const google::protobuf::FieldDescriptor*> groups;
  const google::protobuf::FieldDescriptor* field;
};

/// The field at a dotted path from a message of this type. Throws InputError when there is none:
/// an unknown name, or a path that goes on below a setting that has nothing below it.
FieldPath find_field(const google::protobuf::Descriptor& type, std::string_view path);

/// The message for a name that the group at the dotted path `group`, of type `level`, does not
/// have: what was likely meant, and what there is. `root` is where paths begin.
std::string unknown_setting(const google::protobuf::Descriptor& root, std::string_view group,
                            const google::protobuf::Descriptor& level, std::string_view name);

/// The names of the fields of a message, separated by commas.
std::string field_names(const google::protobuf::Descriptor& type);

}  // namespace hogtie
