#pragma once

#include <ostream>
#include <span>
#include <string_view>

#include "core/text/registry_entry.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

/// Lists the entries of a registry. Their parameters are the fields of this `group` of the settings
/// ("adversary"), which say what there is to say of them. JSON and CSV have a row for each setting
/// that an entry takes, or one row if it takes none. Throws InputError for a parameter that is no
/// setting.
void write_entries(std::span<const RegistryEntry> entries, std::string_view group, Format format,
                   std::ostream& out);

}  // namespace hogtie
