#include "core/settings/ranges.h"

#include <cmath>
#include <cstdint>

#include "core/error.h"
#include "core/settings/field_text.h"
#include "core/text/number.h"
#include "core/text/quote.h"
#include "proto/settings.pb.h"

namespace hogtie {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Exact where the conversion of a large integer to double would round it across the bound.
bool is_below(std::uint64_t value, double bound) {
  return bound > 0 && (bound >= 0x1p64 || value < static_cast<std::uint64_t>(std::ceil(bound)));
}

bool is_above(std::uint64_t value, double bound) {
  return bound < 0 || (bound < 0x1p64 && value > static_cast<std::uint64_t>(std::floor(bound)));
}

bool is_below(double value, double bound) {
  return !(value >= bound);
}

bool is_above(double value, double bound) {
  return !(value <= bound);
}

template <class Value>
bool is_outside(const FieldDescriptor& field, Value value) {
  const auto& options = field.options();
  return (options.HasExtension(proto::minimum) &&
          is_below(value, options.GetExtension(proto::minimum))) ||
         (options.HasExtension(proto::maximum) &&
          is_above(value, options.GetExtension(proto::maximum)));
}

// The value as text when it is not allowed.
std::optional<std::string> check_value(const Message& message, const FieldEntry& entry) {
  const Reflection& reflection = *message.GetReflection();
  const FieldDescriptor& field = *entry.field;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
    const double value = entry.index < 0
                             ? reflection.GetDouble(message, &field)
                             : reflection.GetRepeatedDouble(message, &field, entry.index);
    if (!std::isfinite(value) || is_outside(field, value)) return format_number(value);
    return std::nullopt;
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    // Functions of the operating system would take a path to end there.
    const std::string text = reflection.GetString(message, &field);
    if (text.find('\0') == std::string::npos) return std::nullopt;
    return quote(text) + ", with a zero byte";
  }
  std::uint64_t value = 0;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_UINT32) {
    value = reflection.GetUInt32(message, &field);
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_UINT64) {
    value = reflection.GetUInt64(message, &field);
  } else {
    return std::nullopt;
  }
  if (is_outside(field, value)) return std::to_string(value);
  return std::nullopt;
}

std::optional<RangeProblem> check_entry(const Message& message, const FieldEntry& entry) {
  if (entry.field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    const auto value = check_value(message, entry);
    if (!value) return std::nullopt;
    return RangeProblem{{entry}, "is " + *value + "; allowed: " + allowed_text(*entry.field)};
  }
  const Reflection& reflection = *message.GetReflection();
  auto problem = find_out_of_range(
      entry.index < 0 ? reflection.GetMessage(message, entry.field)
                      : reflection.GetRepeatedMessage(message, entry.field, entry.index));
  if (problem) problem->where.insert(problem->where.begin(), entry);
  return problem;
}

}  // namespace

std::optional<RangeProblem> find_out_of_range(const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int first = field->is_repeated() ? 0 : -1;
    const int end = field->is_repeated() ? reflection.FieldSize(message, field) : 0;
    for (int index = first; index < end; ++index) {
      if (auto problem = check_entry(message, {field, index})) return problem;
    }
  }
  return std::nullopt;
}

void check_ranges(const Message& message, const std::string& group) {
  if (const auto problem = find_out_of_range(message)) {
    throw InputError(problem_text(*problem, group));
  }
}

std::string problem_text(const RangeProblem& problem, const std::string& group) {
  std::string path = group;
  for (const FieldEntry& entry : problem.where) path = join_path(path, entry.field->name());
  return "setting '" + path + "' " + problem.what;
}

}  // namespace hogtie
