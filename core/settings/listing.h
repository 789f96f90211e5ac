#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

namespace hogtie {

/// A setting and its value in a message.
struct Setting {
  std::string path;           ///< dotted
  std::string value;          ///< as `set` reads it, the default where not set; "none" without one
  bool is_set;                ///< whether the message sets it
  std::string help;           ///< one line
  std::string unit;           ///< empty without one
  std::string default_value;  ///< "none" without one
  bool is_derived;            ///< filled in by the program; `set` refuses it
};

/// Every setting of the message, set or not, in the order of the .proto.
std::vector<Setting> all_settings(const google::protobuf::Message& message);

/// What is set, in text format: read_experiment reads it back as the same message.
std::string to_text(const google::protobuf::Message& message);

}  // namespace hogtie
