#include "core/algorithms/registry.h"

#include <array>
#include <string_view>

#include "core/settings/registry.h"

namespace hogtie {
namespace {

constexpr std::array<std::string_view, 3> kEpochSgd{"step_size", "iterations", "view"};

constexpr std::array<RegistryEntry, 1> kEntries{{
    {"epoch_sgd",
     "lock-free SGD with fetch&add (Alistarh, De Sa, Konstantinov 2018, Algorithm 1)",
     {},
     kEpochSgd},
}};

}  // namespace

std::span<const RegistryEntry> algorithms() {
  return kEntries;
}

void check_algorithm(const proto::Algorithm& settings) {
  const auto index = find_entry(kEntries, settings.name(), "algorithm", "algorithms");
  check_parameters(settings, kEntries[index], "algorithm", {});
}

}  // namespace hogtie
