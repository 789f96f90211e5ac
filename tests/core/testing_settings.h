#pragma once

#include <string>
#include <vector>

namespace hogtie::testing {

/// "a.b=value" each.
using Settings = std::vector<std::string>;

inline Settings with(Settings settings, const Settings& more) {
  settings.insert(settings.end(), more.begin(), more.end());
  return settings;
}

}  // namespace hogtie::testing
