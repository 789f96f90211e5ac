#include "tests/fuzz/message_mutator.h"

#include <google/protobuf/descriptor.h>

#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "adversaries/registry.h"
#include "core/algorithms/registry.h"
#include "core/objectives/registry.h"

namespace hogtie::fuzz {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kMostEntries = 64;

std::uint64_t mutated_integer(std::uint64_t value, Choices& choices) {
  constexpr std::array<std::uint64_t, 8> kEnds{0,
                                               1,
                                               2,
                                               0x7fffffff,
                                               0xffffffff,
                                               1'000'000'000'000'000,
                                               std::numeric_limits<std::int64_t>::max(),
                                               std::numeric_limits<std::uint64_t>::max()};
  switch (choices.below(6)) {
    case 0:
      return choices.one_of(kEnds);
    case 1:
      return value + 1;
    case 2:
      return value - 1;
    case 3:
      return value ^ std::uint64_t{1} << choices.below(64);
    default:
      return choices.below(20);
  }
}

double mutated_number(double value, Choices& choices) {
  using Limits = std::numeric_limits<double>;
  constexpr std::array<double, 14> kValues{0,
                                           -0.0,
                                           1,
                                           -1,
                                           0.1,
                                           1e12,
                                           1e-12,
                                           1e300,
                                           Limits::max(),
                                           Limits::denorm_min(),
                                           Limits::infinity(),
                                           -Limits::infinity(),
                                           Limits::quiet_NaN(),
                                           0x1p53};
  switch (choices.below(4)) {
    case 0:
      return choices.one_of(kValues);
    case 1:
      return value * 2;
    case 2:
      return std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) ^ std::uint64_t{1}
                                                                             << choices.below(64));
    default:
      return static_cast<double>(choices.below(1000)) / 100;
  }
}

std::string name_of(std::span<const RegistryEntry> entries, Choices& choices) {
  return std::string(entries[choices.below(entries.size())].name);
}

std::string mutated_text(std::string value, Choices& choices) {
  constexpr std::array<std::string_view, 13> kTexts{"",
                                                    "data.svm",
                                                    "values.svm",
                                                    "ratings",
                                                    "histogram",
                                                    "schedule",
                                                    "absent",
                                                    ".",
                                                    "/dev/zero",
                                                    "/etc/passwd",
                                                    "\x1b]0;title\x07\x1b[31m\nhogtie: a line",
                                                    "\u202e\u0085 '; $(id) `id`",
                                                    "\xff\xfe"};
  switch (choices.below(6)) {
    case 0:
      return name_of(adversaries(), choices);
    case 1:
      return name_of(objectives(), choices);
    case 2:
      return name_of(algorithms(), choices);
    case 3:
      return std::string(choices.one_of(kTexts));
    case 4:
      value.insert(choices.below(value.size() + 1), choices.one_of(kTexts));
      return value;
    default:
      if (value.empty()) return std::string(choices.one_of(kTexts));
      value[choices.below(value.size())] = static_cast<char>(choices.below(256));
      return value;
  }
}

int mutated_enum(const EnumDescriptor& type, Choices& choices) {
  return type
      .value(static_cast<int>(choices.below(static_cast<std::uint64_t>(type.value_count()))))
      ->number();
}

/// Sets a field that is no message and no list.
void set_single(Message& message, const FieldDescriptor& field, Choices& choices) {
  const Reflection& access = *message.GetReflection();
  const auto integer = [&](auto value) {
    return static_cast<decltype(value)>(
        mutated_integer(static_cast<std::uint64_t>(value), choices));
  };
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
      return access.SetUInt32(&message, &field, integer(access.GetUInt32(message, &field)));
    case FieldDescriptor::CPPTYPE_INT32:
      return access.SetInt32(&message, &field, integer(access.GetInt32(message, &field)));
    case FieldDescriptor::CPPTYPE_UINT64:
      return access.SetUInt64(&message, &field, integer(access.GetUInt64(message, &field)));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return access.SetDouble(&message, &field,
                              mutated_number(access.GetDouble(message, &field), choices));
    case FieldDescriptor::CPPTYPE_STRING:
      return access.SetString(&message, &field,
                              mutated_text(access.GetString(message, &field), choices));
    case FieldDescriptor::CPPTYPE_ENUM:
      return access.SetEnumValue(&message, &field, mutated_enum(*field.enum_type(), choices));
    default:
      return;  // no message of the project has others
  }
}

/// Sets an entry of a list that is not one of messages.
void set_entry(Message& message, const FieldDescriptor& field, int entry, Choices& choices) {
  const Reflection& access = *message.GetReflection();
  const auto integer = [&](auto value) {
    return static_cast<decltype(value)>(
        mutated_integer(static_cast<std::uint64_t>(value), choices));
  };
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
      return access.SetRepeatedUInt32(&message, &field, entry,
                                      integer(access.GetRepeatedUInt32(message, &field, entry)));
    case FieldDescriptor::CPPTYPE_INT32:
      return access.SetRepeatedInt32(&message, &field, entry,
                                     integer(access.GetRepeatedInt32(message, &field, entry)));
    case FieldDescriptor::CPPTYPE_UINT64:
      return access.SetRepeatedUInt64(&message, &field, entry,
                                      integer(access.GetRepeatedUInt64(message, &field, entry)));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return access.SetRepeatedDouble(
          &message, &field, entry,
          mutated_number(access.GetRepeatedDouble(message, &field, entry), choices));
    default:
      return;
  }
}

/// Appends an entry to a list: a new one, or of messages a copy of another.
void add_entry(Message& message, const FieldDescriptor& field, Choices& choices) {
  const Reflection& access = *message.GetReflection();
  const int size = access.FieldSize(message, &field);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
      return access.AddUInt32(&message, &field,
                              static_cast<std::uint32_t>(mutated_integer(0, choices)));
    case FieldDescriptor::CPPTYPE_INT32:
      return access.AddInt32(&message, &field,
                             static_cast<std::int32_t>(mutated_integer(0, choices)));
    case FieldDescriptor::CPPTYPE_UINT64:
      return access.AddUInt64(&message, &field, mutated_integer(0, choices));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return access.AddDouble(&message, &field, mutated_number(1, choices));
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      Message* const added = access.AddMessage(&message, &field);
      if (size == 0 || choices.one_in(3)) return mutate_message(*added, choices);
      const auto from = static_cast<int>(choices.below(static_cast<std::uint64_t>(size)));
      added->CopyFrom(access.GetRepeatedMessage(message, &field, from));
      return;
    }
    default:
      return;
  }
}

void mutate_list(Message& message, const FieldDescriptor& field, Choices& choices) {
  const Reflection& access = *message.GetReflection();
  const int size = access.FieldSize(message, &field);
  if (size == 0 || (size < kMostEntries && choices.one_in(3))) {
    return add_entry(message, field, choices);
  }
  const auto any = [&] {
    return static_cast<int>(choices.below(static_cast<std::uint64_t>(size)));
  };
  switch (choices.below(6)) {
    case 0:
      return access.ClearField(&message, &field);
    case 1:
      return access.SwapElements(&message, &field, any(), any());
    case 2:
      access.SwapElements(&message, &field, any(), size - 1);
      return access.RemoveLast(&message, &field);
    default:
      break;
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return mutate_message(*access.MutableRepeatedMessage(&message, &field, any()), choices);
  }
  set_entry(message, field, any(), choices);
}

const FieldDescriptor& pick_field(const Message& message, Choices& choices) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  if (!set.empty() && !choices.one_in(4)) return *choices.one_of(set);
  const auto count = static_cast<std::uint64_t>(message.GetDescriptor()->field_count());
  return *message.GetDescriptor()->field(static_cast<int>(choices.below(count)));
}

}  // namespace

void mutate_message(Message& message, Choices& choices) {
  const Reflection& access = *message.GetReflection();
  const FieldDescriptor& field = pick_field(message, choices);
  if (field.is_repeated()) return mutate_list(message, field, choices);
  if (access.HasField(message, &field) && choices.one_in(12)) {
    return access.ClearField(&message, &field);
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return mutate_message(*access.MutableMessage(&message, &field), choices);
  }
  set_single(message, field, choices);
}

}  // namespace hogtie::fuzz
