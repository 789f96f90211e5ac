#include "sim/trace/metrics_difference.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <bit>
#include <cstdint>

#include "core/text/number.h"

namespace hogtie {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string text_of(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (!reflection.HasField(message, &field)) return "none";
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
    return format_number(reflection.GetDouble(message, &field));
  }
  return std::to_string(reflection.GetUInt64(message, &field));
}

std::uint64_t bits_of(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  return field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE
             ? std::bit_cast<std::uint64_t>(reflection.GetDouble(message, &field))
             : reflection.GetUInt64(message, &field);
}

/// Fields are numbers or messages of numbers.
std::optional<MetricsDifference> difference(const Message& first, const Message& second,
                                            const std::string& prefix) {
  const auto& descriptor = *first.GetDescriptor();
  for (int k = 0; k < descriptor.field_count(); ++k) {
    const FieldDescriptor& field = *descriptor.field(k);
    const std::string name = prefix + field.name();
    if (field.message_type() != nullptr) {
      if (auto within =
              difference(first.GetReflection()->GetMessage(first, &field),
                         second.GetReflection()->GetMessage(second, &field), name + ".")) {
        return within;
      }
    } else if (first.GetReflection()->HasField(first, &field) !=
                   second.GetReflection()->HasField(second, &field) ||
               bits_of(first, field) != bits_of(second, field)) {
      return MetricsDifference{name, text_of(first, field), text_of(second, field)};
    }
  }
  return std::nullopt;
}

}  // namespace

std::string text(const MetricsDifference& difference) {
  return "recorded " + difference.name + " = " + difference.first + ", now " + difference.second;
}

std::optional<MetricsDifference> metrics_difference(const proto::Metrics& first,
                                                    const proto::Metrics& second) {
  return difference(first, second, "");
}

}  // namespace hogtie
