#include "tools/hogtie/commands/list/registries.h"

#include <span>

#include "adversaries/registry.h"
#include "core/algorithms/registry.h"
#include "core/objectives/registry.h"

namespace hogtie {

std::vector<RegistryEntry> registry_entries(Registry registry) {
  const auto copy = [](std::span<const RegistryEntry> entries) {
    return std::vector<RegistryEntry>(entries.begin(), entries.end());
  };
  switch (registry) {
    case Registry::kAdversaries:
      return copy(adversaries());

    case Registry::kObjectives:
      return copy(objectives());
    case Registry::kAlgorithms:
      return copy(algorithms());
  }
  return {};
}

std::vector<std::string_view> common_parameters(Registry registry) {
  if (registry != Registry::kAdversaries) return {};
  return {wrapper_parameters().begin(), wrapper_parameters().end()};
}

}  // namespace hogtie
