#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proto/experiment.pb.h"
#include "tools/hogtie/cli/command_line.h"

namespace hogtie {

/// The adversaries that an option lists; none where it is not given. Throws InputError for an empty
/// list or entry, one named twice, or a name that no strategy has.
std::vector<std::string> read_adversaries(const CommandLine& line, const std::string& option);

/// Throws InputError for a setting that none of these strategies takes, nor a wrapper, and that is
/// not in `also`: it would be forgotten in silence.
void check_taken(const proto::Adversary& settings, std::span<const std::string> names,
                 std::vector<std::string_view> also);

}  // namespace hogtie
