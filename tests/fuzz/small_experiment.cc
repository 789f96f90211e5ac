#include "tests/fuzz/small_experiment.h"

#include <cstdint>

#include "core/error.h"
#include "core/settings/ranges.h"

namespace hogtie::fuzz {
namespace {

bool in_range(const proto::Experiment& experiment) {
  try {
    check_ranges(experiment);
  } catch (const InputError&) {
    return false;
  }
  return true;
}

/// Searches of lookahead, and of all members of portfolios.
bool is_quick(const proto::Adversary& adversary) {
  constexpr std::uint32_t kMostDepth = 6;
  if (adversary.name() == "lookahead" && adversary.depth() > kMostDepth) return false;
  for (const proto::Adversary& member : adversary.members()) {
    if (!is_quick(member)) return false;
  }
  return true;
}

}  // namespace

bool is_small(const proto::Experiment& experiment) {
  if (!in_range(experiment)) return true;
  constexpr std::uint64_t kMostCoordinates = 512;
  constexpr std::uint64_t kMostWorkers = 64;
  constexpr std::uint64_t kMostStack = 1 << 18;
  constexpr std::uint64_t kMostEpochs = 20;
  const proto::Objective& objective = experiment.objective();
  const std::uint64_t entries = std::uint64_t{objective.rows()} * objective.columns();
  const std::uint64_t factors =
      (std::uint64_t{objective.rows()} + objective.columns()) * std::uint64_t{objective.rank()};
  return objective.dimension() <= kMostCoordinates && entries <= 4 * kMostCoordinates &&
         factors <= kMostCoordinates && objective.hidden() <= kMostWorkers &&
         experiment.workers() <= kMostWorkers && experiment.machine().stack_bytes() <= kMostStack &&
         experiment.algorithm().epochs() <= kMostEpochs && is_quick(experiment.adversary());
}

bool is_short(const proto::Experiment& experiment) {
  constexpr std::uint64_t kMostSteps = 20'000;
  return !in_range(experiment) ||
         (experiment.limits().has_steps() && experiment.limits().steps() <= kMostSteps);
}

}  // namespace hogtie::fuzz
