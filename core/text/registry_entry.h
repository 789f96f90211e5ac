#pragma once

#include <string_view>

#include "core/text/name_list.h"

namespace hogtie {

/// What `hogtie list` says of an adversary, an objective or an algorithm. The texts outlive the
/// entry: registries are tables of literals.
struct RegistryEntry {
  std::string_view name;         ///< what the settings call it
  std::string_view description;  ///< one line
  std::string_view power{};      ///< of an adversary: what it may see; else empty
  NameList parameters{};         ///< the fields of its group of settings that it takes
};

}  // namespace hogtie
