#pragma once

#include <google/protobuf/message.h>

#include <span>
#include <string>
#include <string_view>

#include "core/text/registry_entry.h"

namespace hogtie {

/// The index of the entry with this name. Throws InputError otherwise, naming the one likely meant:
/// "no adversary 'swrm'; did you mean 'swarm'? see `hogtie list adversaries`" for the kind
/// "adversary" of plural "adversaries".
std::size_t find_entry(std::span<const RegistryEntry> entries, std::string_view name,
                       std::string_view kind, std::string_view plural);

/// Throws InputError where the group sets a field that is neither among the entry's parameters nor
/// among `common`: "adversary 'uniform' takes no 'tau'; it takes: tau_max, crashes".
void check_parameters(const google::protobuf::Message& group, const RegistryEntry& entry,
                      std::string_view kind, std::span<const std::string_view> common);

/// Clears the fields of the group that check_parameters would refuse: of settings that are for
/// several entries, those for this one.
void keep_parameters(google::protobuf::Message& group, const RegistryEntry& entry,
                     std::span<const std::string_view> common);

}  // namespace hogtie
