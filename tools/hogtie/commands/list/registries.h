#pragma once

#include <string_view>
#include <vector>

#include "core/text/registry_entry.h"

namespace hogtie {

/// The kinds of things that an experiment can name.
enum class Registry { kAdversaries, kObjectives, kAlgorithms };

/// All of a kind, in the order in which they are listed.
std::vector<RegistryEntry> registry_entries(Registry registry);

/// The fields of its group of settings that each of them takes beside its own parameters.
std::vector<std::string_view> common_parameters(Registry registry);

}  // namespace hogtie
