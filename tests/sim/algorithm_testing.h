#pragma once

#include <vector>

#include "sim/simulation/simulation.h"
#include "tests/core/testing_settings.h"

namespace hogtie::testing {

inline std::vector<double> model_of(const Simulation& simulation) {
  return {simulation.model().begin(), simulation.model().end()};
}

}  // namespace hogtie::testing
