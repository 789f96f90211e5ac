#pragma once

#include <google/protobuf/message.h>

#include <span>

#include "core/settings/listing.h"
#include "tools/hogtie/output/json.h"

namespace hogtie {

/// An object of the message's settings by their dotted paths, set or not, in the order of the
/// .proto; what is not set has its default, and no key where it has none. By the type of the field
/// a setting is a number, a text, or a list; of integers, those that may exceed 2^53 are texts. A
/// message in a list is an object of its settings.
Json settings_json(const google::protobuf::Message& message);

/// The same of some of its settings.
Json settings_json(const google::protobuf::Message& message, std::span<const Setting> settings);

}  // namespace hogtie
