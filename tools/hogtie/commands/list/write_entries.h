#pragma once

#include <ostream>
#include <span>
#include <string_view>

#include "core/text/registry_entry.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

/// What of a registry is listed.
struct Listing {
  std::span<const RegistryEntry> entries;
  std::span<const std::string_view> common;  ///< parameters that every entry takes
  std::string_view group;                    ///< the group of settings that has them: "adversary"
};

/// Lists the entries, and what the settings say of their parameters. JSON and CSV have a row for
/// each setting that an entry takes, or one row if it takes none; rows of common parameters have no
/// name. Throws InputError for a parameter that is no setting.
void write_entries(const Listing& listing, Format format, std::ostream& out);

}  // namespace hogtie
