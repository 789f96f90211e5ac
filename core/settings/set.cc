#include "core/settings/set.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/settings/field_text.h"
#include "core/settings/find_field.h"
#include "core/settings/number_form.h"
#include "core/settings/parse_text.h"
#include "core/settings/ranges.h"
#include "core/text/nearest.h"
#include "core/text/number.h"
#include "core/text/quote.h"
#include "core/text/upper.h"
#include "proto/settings.pb.h"

namespace hogtie {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What is set, and where errors say it is.
struct Target {
  const Descriptor& root;
  const std::string path;
  const FieldDescriptor& field;
};

[[noreturn]] void fail_on_value(const Target& target, std::string_view text,
                                const std::string& hint = {}) {
  throw InputError("setting '" + target.path + "' takes " + allowed_text(target.field) + "; " +
                   quote(text) + " is not one" + hint);
}

[[noreturn]] void fail_on_range(const Target& target, std::string_view text) {
  throw InputError("setting '" + target.path + "' is " + printable(text) +
                   "; allowed: " + allowed_text(target.field));
}

// Whether the text is an integer, if one that is negative or does not fit 64 bits.
bool spells_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= 80 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

void check_number_form(const Target& target, std::string_view text) {
  if (const auto problem = number_form_problem(text)) {
    throw InputError("setting '" + target.path + "': " + *problem);
  }
}

// As text format has them, 16 may also be written 0x10.
std::optional<std::uint64_t> integer_of(std::string_view text) {
  const bool is_hexadecimal = text.starts_with("0x") || text.starts_with("0X");
  return is_hexadecimal ? parse_hexadecimal(text.substr(2)) : parse_integer(text);
}

std::uint64_t read_integer(const Target& target, std::string_view text, std::uint64_t largest) {
  check_number_form(target, text);
  const auto value = integer_of(text);
  if (value && *value <= largest) return *value;
  if (spells_integer(text)) fail_on_range(target, text);
  fail_on_value(target, text);
}

double read_number(const Target& target, std::string_view text) {
  check_number_form(target, text);
  if (const auto value = parse_number(text)) return *value;
  fail_on_value(target, text);
}

bool read_bool(const Target& target, std::string_view text) {
  const std::string word = upper(text);
  if (word == "TRUE") return true;
  if (word == "FALSE") return false;
  fail_on_value(target, text);
}

const google::protobuf::EnumValueDescriptor& read_enum(const Target& target,
                                                       std::string_view text) {
  constexpr std::uint64_t kMostEnumNumber = std::numeric_limits<int>::max();
  const auto& type = *target.field.enum_type();
  if (const auto number = parse_integer(text); number && *number <= kMostEnumNumber) {
    const auto* const value = type.FindValueByNumber(static_cast<int>(*number));
    if (value != nullptr) return *value;
  }
  std::vector<std::string_view> names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (upper(type.value(i)->name()) == upper(text)) return *type.value(i);
    names.push_back(type.value(i)->name());
  }
  const std::string meant = nearest(upper(text), names);
  fail_on_value(target, text, meant.empty() ? "" : "; did you mean '" + meant + "'?");
}

void read_list(const Target& target, std::string_view text, Message& parent) {
  for (;;) {
    const std::size_t comma = text.find(',');
    parent.GetReflection()->AddDouble(&parent, &target.field,
                                      read_number(target, text.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    text.remove_prefix(comma + 1);
  }
}

// The path of a derived field that is set in the message, or the messages in it.
std::optional<std::string> find_derived(const Message& message, const std::string& group) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string path = join_path(group, field->name());
    if (field->options().GetExtension(proto::derived)) return path;
    if (!is_group(*field)) continue;
    if (auto found = find_derived(reflection.GetMessage(message, field), path)) return found;
  }
  return std::nullopt;
}

[[noreturn]] void fail_on_derived(const std::string& path) {
  throw InputError("setting '" + path + "' is filled in by the program and cannot be set");
}

void fail_without_braces(const Target& target, std::string_view text) {
  const Descriptor& type = *target.field.message_type();
  const std::string given = "setting '" + target.path + "' is a ";
  const std::string otherwise =
      "; " + quote(text) + " has no braces: write '" + target.path + "={...}'";
  if (target.field.is_repeated()) {
    throw InputError(given + type_text(target.field) + otherwise);
  }
  throw InputError(given + "group" + otherwise + " or set one of '" + target.path +
                   "': " + field_names(type));
}

void read_message(const Target& target, std::string_view text, Message& parent) {
  if (!text.starts_with('{') || !text.ends_with('}')) fail_without_braces(target, text);
  const bool list = target.field.is_repeated();
  const std::string whole =
      target.field.name() + ": " + (list ? "[" : "") + std::string(text) + (list ? "]" : "");
  if (const auto problem = parse_text(whole, target.root, parent)) {
    throw InputError("setting '" + target.path + "', " + quote(text) + ": " + problem->what);
  }
  std::vector<const FieldDescriptor*> fields;
  parent.GetReflection()->ListFields(parent, &fields);
  if (fields.size() != 1) {  // braces closed early, and other fields followed
    throw InputError("setting '" + target.path + "', " + quote(text) +
                     ": the braces enclose more than one value");
  }
}

// The field of a group that says which of its kind it is; null if none does.
const FieldDescriptor* kind_field(const FieldDescriptor& group) {
  const FieldDescriptor* const name = group.message_type()->FindFieldByName("name");
  return name != nullptr ? name : group.message_type()->FindFieldByName("kind");
}

// Whether the text sets a group by the kind alone: "adversary=swarm".
bool names_entry(const FieldDescriptor& field, std::string_view text) {
  return is_group(field) && !field.is_repeated() && !text.starts_with('{') && !text.empty() &&
         kind_field(field) != nullptr;
}

// Reads the value into the field of `parent`, in which nothing is set.
void read_value(const Target& target, std::string_view text, Message& parent) {
  const auto& reflection = *parent.GetReflection();
  const FieldDescriptor* const field = &target.field;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
      reflection.SetUInt32(&parent, field,
                           static_cast<std::uint32_t>(read_integer(
                               target, text, std::numeric_limits<std::uint32_t>::max())));
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      reflection.SetUInt64(&parent, field,
                           read_integer(target, text, std::numeric_limits<std::uint64_t>::max()));
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      if (field->is_repeated()) {
        read_list(target, text, parent);
      } else {
        reflection.SetDouble(&parent, field, read_number(target, text));
      }
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      reflection.SetEnum(&parent, field, &read_enum(target, text));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection.SetBool(&parent, field, read_bool(target, text));
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      read_message(target, text, parent);
      break;
    default:
      reflection.SetString(&parent, field, std::string(text));
  }
}

}  // namespace

void set(Message& message, std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string_view::npos) {
    throw InputError("no '=' in the setting " + quote(assignment) +
                     "; write SETTING=VALUE, for example 'workers=4'");
  }
  const std::string path(assignment.substr(0, equals));
  const FieldPath found = find_field(*message.GetDescriptor(), path);
  if (names_entry(*found.field, assignment.substr(equals + 1))) {
    set(message,
        path + "." + kind_field(*found.field)->name() + std::string(assignment.substr(equals)));
    return;
  }
  const Target target{*message.GetDescriptor(), path, *found.field};
  const std::string group = path.substr(0, path.size() - found.field->name().size());
  const std::string parent_path = group.substr(0, group.empty() ? 0 : group.size() - 1);

  // The value is read into a message of its own, so that a wrong one changes nothing.
  const Message* current = &message;
  for (const auto* field : found.groups) {
    current = &current->GetReflection()->GetMessage(*current, field);
  }
  const std::unique_ptr<Message> value(current->New());
  if (found.field->options().GetExtension(proto::derived)) fail_on_derived(path);
  read_value(target, assignment.substr(equals + 1), *value);
  if (const auto path_of_derived = find_derived(*value, parent_path)) {
    fail_on_derived(*path_of_derived);
  }
  check_ranges(*value, parent_path);

  Message* parent = &message;
  for (const auto* field : found.groups) {
    parent = parent->GetReflection()->MutableMessage(parent, field);
  }
  const bool appends =
      found.field->is_repeated() && found.field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  if (!appends) parent->GetReflection()->ClearField(parent, found.field);
  parent->MergeFrom(*value);
}

}  // namespace hogtie
