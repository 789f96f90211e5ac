#pragma once

#include <cstdint>
#include <memory>

#include "adversaries/interface/adversary.h"
#include "adversaries/interface/adversary_context.h"
#include "core/text/registry_entry.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// A strategy as the registry knows it. Every strategy defines its own entry, beside its class.
struct StrategyEntry {
  RegistryEntry listing;

  /// The strategy is refused to fewer workers.
  std::uint32_t workers_min = 1;

  /// Throws InputError for settings that the strategy cannot be made from. Reads no file. Null if
  /// the ranges of the settings say enough.
  void (*check)(const proto::Adversary& settings, std::uint32_t workers) = nullptr;

  /// The strategy of settings that are checked. Throws InputError for an objective that it cannot
  /// handle, or for a file that is not what it should be.
  std::unique_ptr<Adversary> (*make)(const proto::Adversary& settings,
                                     const AdversaryContext& context);
};

}  // namespace hogtie
