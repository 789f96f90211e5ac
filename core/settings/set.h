#pragma once

#include <google/protobuf/message.h>

#include <string_view>

namespace hogtie {

/// Sets one field from "PATH=VALUE", PATH dotted from the message: "workers=16",
/// "adversary.name=swarm". By the field's type, VALUE is
///  - an integer, decimal or as 0x10, or a finite number, neither with leading zeros;
///  - a text, as it stands;
///  - a name of the enum, in any case, or its number;
///  - true or false, in any case;
///  - for a list of numbers, the list, separated by commas: it replaces what was there;
///  - for a group, the group in text format in braces: it replaces what was there; or, for one that
///    is named, the name alone: "adversary=swarm" sets "adversary.name";
///  - for a list of messages, one or more in braces, separated by commas: they are appended.
/// Throws InputError, and leaves the message as it was, when the field is unknown or derived, or
/// the value is not one that it allows.
void set(google::protobuf::Message& message, std::string_view assignment);

}  // namespace hogtie
