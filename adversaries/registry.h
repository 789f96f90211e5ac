#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "adversaries/interface/adversary.h"
#include "adversaries/interface/adversary_context.h"
#include "core/text/registry_entry.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// All strategies, in the order in which they are listed. Every one takes the wrappers' parameters
/// too.
std::span<const RegistryEntry> adversaries();

/// The wrappers' parameters: the fields of the adversary's settings that put a wrapper around any
/// strategy.
std::span<const std::string_view> wrapper_parameters();

/// The settings as far as the strategy of this name, or a wrapper, takes them, with its name.
/// Throws InputError for a name that no strategy has.
proto::Adversary settings_for(const std::string& name, const proto::Adversary& settings);

/// Throws InputError where portfolios are members of each other more than 8 deep: what is recorded
/// must be read again.
void check_nesting(const proto::Adversary& settings);

/// Throws InputError for settings that no adversary of so many workers can be made from: an unknown
/// name, a parameter that the strategy does not take or that does not fit the number of workers, a
/// file or schedule that is not named; of a portfolio, also those of its members. Reads no file.
/// Every value must be in range, and the nesting checked.
void check_adversary(const proto::Adversary& settings, std::uint32_t workers);

/// Throws InputError as check_adversary, for the strategy without wrappers.
void check_strategy(const proto::Adversary& settings, std::uint32_t workers);

/// The strategy that the settings name, without wrappers. The settings must be checked. Throws
/// InputError for an objective that the strategy cannot handle, a file that is not what it should
/// be, and what `open_schedule` throws.
std::unique_ptr<Adversary> make_strategy(const proto::Adversary& settings,
                                         const AdversaryContext& context);

/// The strategy that the settings name, inside the wrappers that they ask for: the bound on
/// waiting, around it the bound on contention, which comes first where both cannot be kept, and
/// crashes outermost. Throws InputError as check_adversary, for an objective that the strategy
/// cannot handle, a file that is not what it should be, and what `open_schedule` throws.
std::unique_ptr<Adversary> make_adversary(const proto::Adversary& settings,
                                          const AdversaryContext& context);

}  // namespace hogtie
