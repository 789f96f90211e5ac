#pragma once

#include <google/protobuf/message.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/registry_entry.h"

namespace hogtie {

/// Throws InputError for a setting of the group that none of the entries with these names takes and
/// that is not in `also`: it would be forgotten in silence. "none of these adversaries takes 'tau';
/// see `hogtie list adversaries`".
void check_taken(const google::protobuf::Message& group, std::span<const RegistryEntry> entries,
                 std::string_view kind, std::string_view kinds, std::span<const std::string> names,
                 std::vector<std::string_view> also);

}  // namespace hogtie
