#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "core/settings/listing.h"

namespace hogtie {

/// An object of the settings' values, as texts, by their paths; null where there is none.
nlohmann::ordered_json settings_json(const std::vector<Setting>& settings);

}  // namespace hogtie
