#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <string_view>

namespace hogtie {

/// Whether the field holds further settings: a message, but not a list of them.
bool is_group(const google::protobuf::FieldDescriptor& field);

/// `name`, below the dotted path `group` if that is not empty.
std::string join_path(std::string_view group, std::string_view name);

/// "integer", "number", "text", "choice", "list of numbers", "list of {worker, step}". Throws
/// std::logic_error for a type of field that no setting has.
std::string type_text(const google::protobuf::FieldDescriptor& field);

/// The values that the field allows, without their unit; empty for any of its type.
std::string range_text(const google::protobuf::FieldDescriptor& field);

/// What the field takes, for an error message: "an integer, 8192 to 1073741824 bytes".
std::string allowed_text(const google::protobuf::FieldDescriptor& field);

/// The default as `set` reads it; "none" when there is none.
std::string default_text(const google::protobuf::FieldDescriptor& field);

/// The value as `set` reads it, its default where it is not set; a list separated by commas, "none"
/// when empty.
std::string value_text(const google::protobuf::Message& message,
                       const google::protobuf::FieldDescriptor& field);

}  // namespace hogtie
