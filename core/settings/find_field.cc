#include "core/settings/find_field.h"

#include <cstddef>

#include "core/error.h"
#include "core/settings/field_text.h"
#include "core/text/nearest.h"
#include "core/text/quote.h"
#include "proto/settings.pb.h"

namespace hogtie {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Every path below `type` that ends in this name.
void find_everywhere(const Descriptor& type, const std::string& group, std::string_view name,
                     std::vector<std::string>& found) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const std::string path = join_path(group, field.name());
    if (field.name() == name) found.push_back(path);
    if (is_group(field)) find_everywhere(*field.message_type(), path, name, found);
  }
}

// The path that was likely meant; empty when none is likely.
std::string likely_path(const Descriptor& root, std::string_view group, const Descriptor& level,
                        std::string_view name) {
  std::vector<std::string> elsewhere;
  find_everywhere(root, "", name, elsewhere);
  if (elsewhere.size() == 1) return elsewhere.front();

  std::vector<std::string_view> names;
  for (int i = 0; i < level.field_count(); ++i) names.push_back(level.field(i)->name());
  const std::string meant = nearest(name, names);
  return meant.empty() ? "" : join_path(group, meant);
}

// The field of a message that had this name before, if any.
const FieldDescriptor* find_renamed(const Descriptor& type, std::string_view name) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const auto& options = field.options();
    if (options.HasExtension(proto::former_name) &&
        options.GetExtension(proto::former_name) == name) {
      return &field;
    }
  }
  return nullptr;
}

[[noreturn]] void fail_below(const FieldDescriptor& field, const std::string& path,
                             std::string_view rest) {
  if (field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    throw InputError("setting '" + path + "' is a " + type_text(field) + "; add an entry with '" +
                     path + "={...}' instead of setting " + quote(rest) + " below it");
  }
  throw InputError("setting '" + path + "' takes " + allowed_text(field) +
                   "; there is no setting " + quote(rest) + " below it");
}

}  // namespace

std::string field_names(const Descriptor& type) {
  std::string names;
  for (int i = 0; i < type.field_count(); ++i) {
    names += (i > 0 ? ", " : "") + type.field(i)->name();
  }
  return names;
}

std::string unknown_setting(const Descriptor& root, std::string_view group, const Descriptor& level,
                            std::string_view name) {
  if (const FieldDescriptor* const renamed = find_renamed(level, name)) {
    return "setting " + quote(join_path(group, name)) + " is now '" +
           join_path(group, renamed->name()) + "'";
  }
  std::string text = "no setting " + quote(join_path(group, name)) + ";";
  const std::string meant = likely_path(root, group, level, name);
  if (!meant.empty()) text += " did you mean '" + meant + "'?";
  text += group.empty() ? " there are" : " '" + std::string(group) + "' has";
  return text + ": " + field_names(level);
}

FieldPath find_field(const Descriptor& type, std::string_view path) {
  FieldPath found{{}, nullptr};
  const Descriptor* level = &type;
  std::string group;
  for (std::string_view rest = path;;) {
    const std::size_t dot = rest.find('.');
    const std::string name(rest.substr(0, dot));
    found.field = level->FindFieldByName(name);
    if (!found.field) throw InputError(unknown_setting(type, group, *level, name));
    if (dot == std::string_view::npos) return found;

    rest.remove_prefix(dot + 1);
    group = join_path(group, name);
    if (!is_group(*found.field)) fail_below(*found.field, group, rest);
    found.groups.push_back(found.field);
    level = found.field->message_type();
  }
}

}  // namespace hogtie
