#pragma once

#include <string>
#include <vector>

#include "sim/run/simulation.h"

namespace hogtie::testing {

/// "a.b=value" each.
using Settings = std::vector<std::string>;

inline Settings with(Settings settings, const Settings& more) {
  settings.insert(settings.end(), more.begin(), more.end());
  return settings;
}

inline std::vector<double> model_of(const Simulation& simulation) {
  return {simulation.model().begin(), simulation.model().end()};
}

}  // namespace hogtie::testing
