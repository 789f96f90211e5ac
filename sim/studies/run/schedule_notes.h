#pragma once

#include <string>
#include <vector>

#include "proto/experiment.pb.h"

namespace hogtie {

/// A note for each trace without an end that the adversary, or a member of it, follows. Throws
/// InputError if such a trace cannot be read.
std::vector<std::string> schedule_notes(const proto::Adversary& adversary);

}  // namespace hogtie
