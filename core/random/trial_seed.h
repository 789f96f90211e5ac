#pragma once

#include <Random123/philox.h>

#include <cstdint>

namespace hogtie {

/// The seed of trial k of an experiment with this seed: Philox4x64-10 at counter k, so that trials
/// need nothing of each other, and those of neighbouring seeds are not the same.
inline std::uint64_t trial_seed(std::uint64_t seed, std::uint64_t trial) {
  constexpr std::uint64_t kTrialDomain = 2;  // workers' coins have 0, adversaries' 1
  return r123::Philox4x64()({{trial, 0, 0, 0}}, {{seed, kTrialDomain}})[0];
}

}  // namespace hogtie
