#include "adversaries/knowledge/known_contention.h"

#include <algorithm>

namespace hogtie {
namespace {

/// The bound of the strategy without its wrappers.
std::optional<std::uint64_t> of_strategy(const proto::Adversary& settings, std::uint32_t workers) {
  const std::string& name = settings.name();
  if (name == "sequential") return 0;
  // A stale gradient overlaps the tau iterations of the runner, and the other stale ones.
  if (name == "stale_gradient") return settings.tau();
  if (name == "swarm") return settings.tau() + workers - 2;
  if (name == "max_delay") return settings.tau();
  return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> known_contention(const proto::Adversary& settings,
                                              std::uint32_t workers) {
  if (workers <= 1) return 0;
  if (settings.crashes_size() > 0) return std::nullopt;
  // Who has waited too long is scheduled whatever the strategy.
  const auto own = settings.has_wait_max() ? std::nullopt : of_strategy(settings, workers);
  if (!settings.has_tau_max()) return own;
  return std::min<std::uint64_t>(own.value_or(settings.tau_max()), settings.tau_max());
}

}  // namespace hogtie
