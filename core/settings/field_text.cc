#include "core/settings/field_text.h"

#include <google/protobuf/text_format.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>

#include "core/text/number.h"
#include "proto/settings.pb.h"

namespace hogtie {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

[[noreturn]] void fail_on_type(const FieldDescriptor& field) {
  throw std::logic_error("setting '" + field.full_name() + "' is of a type that no setting has");
}

bool is_integer(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_UINT32 ||
         field.cpp_type() == FieldDescriptor::CPPTYPE_UINT64;
}

// The bound of an integer is written out, as people read it and as they would type it.
std::string bound_text(const FieldDescriptor& field, double bound) {
  if (is_integer(field) && bound >= 0 && bound < 0x1p64) {
    return std::to_string(static_cast<std::uint64_t>(bound));
  }
  return format_number(bound);
}

// The largest value of an integer's type.
std::string largest_text(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_UINT32
             ? std::to_string(std::numeric_limits<std::uint32_t>::max())
             : std::to_string(std::numeric_limits<std::uint64_t>::max());
}

std::string enum_names(const FieldDescriptor& field) {
  std::string names;
  for (int i = 0; i < field.enum_type()->value_count(); ++i) {
    names += (i > 0 ? ", " : "") + field.enum_type()->value(i)->name();
  }
  return names;
}

std::string bool_text(bool value) {
  return value ? "true" : "false";
}

std::string message_text(const Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  std::string text;
  printer.PrintToString(message, &text);
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return "{" + text + "}";
}

std::string single_text(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
      return std::to_string(reflection.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return std::to_string(reflection.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return format_number(reflection.GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnum(message, &field)->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return bool_text(reflection.GetBool(message, &field));
    default:
      fail_on_type(field);
  }
}

std::string entry_text(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return format_number(reflection.GetRepeatedDouble(message, &field, index));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return message_text(reflection.GetRepeatedMessage(message, &field, index));
    default:
      fail_on_type(field);
  }
}

}  // namespace

bool is_group(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_repeated();
}

std::string join_path(std::string_view group, std::string_view name) {
  std::string path(group);
  if (!path.empty()) path += '.';
  return path.append(name);
}

std::string type_text(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      if (!field.is_repeated()) return "integer";
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return field.is_repeated() ? "list of numbers" : "number";
    case FieldDescriptor::CPPTYPE_STRING:
      if (!field.is_repeated()) return "text";
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      if (!field.is_repeated()) return "choice";
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      if (!field.is_repeated()) return "true or false";
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      std::string names;
      for (int i = 0; i < field.message_type()->field_count(); ++i) {
        names += (i > 0 ? ", " : "") + field.message_type()->field(i)->name();
      }
      return (field.is_repeated() ? "list of {" : "{") + names + "}";
    }
    default:
      break;
  }
  fail_on_type(field);
}

std::string range_text(const FieldDescriptor& field) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) return enum_names(field);
  const auto& options = field.options();
  const bool bounded_below = options.HasExtension(proto::minimum) || is_integer(field);
  const bool bounded_above = options.HasExtension(proto::maximum) || is_integer(field);
  const std::string low = bound_text(field, options.GetExtension(proto::minimum));
  const std::string high = options.HasExtension(proto::maximum)
                               ? bound_text(field, options.GetExtension(proto::maximum))
                               : largest_text(field);
  if (bounded_below && bounded_above) return low + " to " + high;
  if (bounded_below) return low + " or more";
  if (bounded_above) return high + " or less";
  return "";
}

std::string allowed_text(const FieldDescriptor& field) {
  std::string text;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      text = "an integer";
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      text = field.is_repeated() ? "finite numbers" : "a finite number";
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      return "one of " + enum_names(field);
    default:
      text = type_text(field);
  }
  const std::string range = range_text(field);
  if (!range.empty()) text += ", " + range;
  const std::string& measure = field.options().GetExtension(proto::unit);
  if (!measure.empty()) text += " " + measure;
  return text;
}

std::string default_text(const FieldDescriptor& field) {
  if (!field.has_default_value()) return "none";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
      return std::to_string(field.default_value_uint32());
    case FieldDescriptor::CPPTYPE_UINT64:
      return std::to_string(field.default_value_uint64());
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return format_number(field.default_value_double());
    case FieldDescriptor::CPPTYPE_STRING:
      return field.default_value_string();
    case FieldDescriptor::CPPTYPE_ENUM:
      return field.default_value_enum()->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return bool_text(field.default_value_bool());
    default:
      fail_on_type(field);
  }
}

std::string value_text(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (!field.is_repeated()) {
    return reflection.HasField(message, &field) ? single_text(message, field) : default_text(field);
  }
  const int count = reflection.FieldSize(message, &field);
  if (count == 0) return "none";
  std::string text;
  for (int i = 0; i < count; ++i) text += (i > 0 ? "," : "") + entry_text(message, field, i);
  return text;
}

}  // namespace hogtie
