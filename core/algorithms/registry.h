#pragma once

#include <span>

#include "core/text/registry_entry.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// All algorithms, in the order in which they are listed.
std::span<const RegistryEntry> algorithms();

/// Throws InputError for an unknown name, or a setting that the algorithm does not take.
void check_algorithm(const proto::Algorithm& settings);

}  // namespace hogtie
