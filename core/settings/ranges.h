#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <vector>

namespace hogtie {

/// A field on the way to a value, and which entry of it; -1 for a field that is no list.
struct FieldEntry {
  const google::protobuf::FieldDescriptor* field;
  int index;
};

/// A value that its field does not allow.
struct RangeProblem {
  std::vector<FieldEntry> where;  ///< from the message that was checked to the value
  std::string what;               ///< value and range, without where
};

/// The first value in the message, and the messages in it, that is outside [minimum, maximum] of
/// its field, a number that is not finite, or a text with a zero byte. Fields that are not set are
/// not looked at.
std::optional<RangeProblem> find_out_of_range(const google::protobuf::Message& message);

/// Throws InputError for what find_out_of_range finds. Paths begin below `group`, the dotted path
/// of the message itself.
void check_ranges(const google::protobuf::Message& message, const std::string& group = {});

/// The text of a RangeProblem: the setting at `group` + its path, its value, what is allowed.
std::string problem_text(const RangeProblem& problem, const std::string& group = {});

}  // namespace hogtie
