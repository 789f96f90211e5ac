#include "core/settings/known.h"

#include <google/protobuf/unknown_field_set.h>

#include <string>
#include <vector>

#include "core/error.h"
#include "core/settings/field_text.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::UnknownField;

[[noreturn]] void fail_on(const UnknownField& unknown, const Message& message,
                          const std::string& group) {
  const FieldDescriptor* const field = message.GetDescriptor()->FindFieldByNumber(unknown.number());
  const bool is_value = field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM &&
                        unknown.type() == UnknownField::TYPE_VARINT;
  if (is_value) {
    throw InputError("setting '" + join_path(group, field->name()) + "' is " +
                     std::to_string(unknown.varint()) + "; allowed: " + allowed_text(*field));
  }
  throw InputError("no setting has the number " + std::to_string(unknown.number()) +
                   (group.empty() ? "" : " in '" + group + "'") +
                   "; use the version of the program that has it");
}

void check(const Message& message, const std::string& group) {
  const auto& reflection = *message.GetReflection();
  const auto& unknown = reflection.GetUnknownFields(message);
  if (!unknown.empty()) fail_on(unknown.field(0), message, group);
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* const field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const std::string path = join_path(group, field->name());
    if (!field->is_repeated()) {
      check(reflection.GetMessage(message, field), path);
      continue;
    }
    for (int k = 0; k < reflection.FieldSize(message, field); ++k) {
      check(reflection.GetRepeatedMessage(message, field, k), path);
    }
  }
}

}  // namespace

void check_known(const Message& message) {
  check(message, "");
}

}  // namespace hogtie
