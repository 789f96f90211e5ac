#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "proto/trials.pb.h"

namespace hogtie::fuzz {

/// The state in a file of trials (proto/trials.proto), whatever its checksum; none in other files.
std::optional<proto::TrialsState> open_state(std::string_view file);

/// A file with this state, its checksum right.
std::string seal_state(const proto::TrialsState& state);

}  // namespace hogtie::fuzz
