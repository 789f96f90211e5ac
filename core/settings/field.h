#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>
#include <vector>

namespace hogtie {

/// What a user needs to know of one setting; all as text for people.
struct FieldDescription {
  std::string path;           ///< dotted, from the message that was asked about
  std::string type;           ///< "integer", "number", "text", "choice", "list of numbers", ...
  std::string default_value;  ///< as `set` reads it; "none" without one
  std::string unit;           ///< empty without one
  std::string range;  ///< "1 to 100000", "1e-12 or more", "SUPPORT, MODEL"; empty: any value
  std::string help;   ///< one line
  bool derived;       ///< filled in by the program; `set` refuses it
};

/// The setting at the dotted `path` in a message of this type; if that is a group of settings,
/// every setting in it; for an empty path, every setting of the message. A list of messages is one
/// setting. Throws InputError when there is no such path.
std::vector<FieldDescription> describe_fields(const google::protobuf::Descriptor& type,
                                              std::string_view path = {});

}  // namespace hogtie
