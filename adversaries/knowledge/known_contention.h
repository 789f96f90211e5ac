#pragma once

#include <cstdint>
#include <optional>

#include "proto/experiment.pb.h"

namespace hogtie {

/// The maximum contention τ_max, in iterations, that the adversary of these settings keeps to in
/// every execution of so many workers; none where its settings give no such bound. Crashes leave
/// iterations that never end, for which no adversary keeps to one.
std::optional<std::uint64_t> known_contention(const proto::Adversary& settings,
                                              std::uint32_t workers);

}  // namespace hogtie
