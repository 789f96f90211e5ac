#include "tools/hogtie/cli/settings_json.h"

#include <google/protobuf/descriptor.h>

#include <stdexcept>
#include <string>

#include "core/settings/field_text.h"
#include "proto/settings.pb.h"

namespace hogtie {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

[[noreturn]] void fail_on_type(const FieldDescriptor& field) {
  throw std::logic_error("setting '" + field.full_name() + "' is of a type that has no JSON");
}

/// By the range of the field, and not by the value.
Json integer_json(const FieldDescriptor& field, std::uint64_t value) {
  const auto& options = field.options();
  const bool narrow =
      options.HasExtension(proto::maximum) && options.GetExtension(proto::maximum) <= 0x1p53;
  return narrow ? Json(value) : wide_integer_json(value);
}

/// The value, or the default.
Json single_json(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (!reflection.HasField(message, &field) && !field.has_default_value()) return nullptr;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.GetUInt32(message, &field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return integer_json(field, reflection.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return number_json(reflection.GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnum(message, &field)->name();
    default:
      fail_on_type(field);
  }
}

Json list_json(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  const int count = reflection.FieldSize(message, &field);
  if (count == 0) return nullptr;
  Json list = Json::array();
  for (int k = 0; k < count; ++k) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
      list.push_back(number_json(reflection.GetRepeatedDouble(message, &field, k)));
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      list.push_back(settings_json(reflection.GetRepeatedMessage(message, &field, k)));
    } else {
      fail_on_type(field);
    }
  }
  return list;
}

void add(const Message& message, const std::string& group, Json& object) {
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    const std::string path = join_path(group, field.name());
    if (is_group(field)) {
      add(message.GetReflection()->GetMessage(message, &field), path, object);
    } else {
      put(object, path,
          field.is_repeated() ? list_json(message, field) : single_json(message, field));
    }
  }
}

}  // namespace

Json settings_json(const Message& message) {
  Json object = Json::object();
  add(message, "", object);
  return object;
}

Json settings_json(const Message& message, std::span<const Setting> settings) {
  const Json all = settings_json(message);
  Json some = Json::object();
  for (const Setting& setting : settings) {
    if (const auto value = all.find(setting.path); value != all.end()) some[setting.path] = *value;
  }
  return some;
}

}  // namespace hogtie
