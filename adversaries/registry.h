#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "adversaries/adversary.h"
#include "adversaries/schedule_source.h"
#include "core/text/registry_entry.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// All strategies, in the order in which they are listed. Every one takes the wrappers' parameters
/// too.
std::span<const RegistryEntry> adversaries();

/// The wrappers' parameters: the fields of the adversary's settings that put a wrapper around any
/// strategy.
std::span<const std::string_view> wrapper_parameters();

/// What an adversary is made for.
struct AdversaryContext {
  std::uint32_t workers;
  std::uint64_t seed;
  /// Opens the trace at a path as a schedule.
  std::function<std::unique_ptr<ScheduleSource>(const std::string& path)> open_schedule;
};

/// The strategy that the settings name, inside the wrappers that they ask for: crashes outermost.
/// Throws InputError for an unknown name, a parameter that the strategy does not take or that does
/// not fit the number of workers, and what `open_schedule` throws.
std::unique_ptr<Adversary> make_adversary(const proto::Adversary& settings,
                                          const AdversaryContext& context);

}  // namespace hogtie
