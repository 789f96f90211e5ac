#pragma once

#include <boost/program_options/options_description.hpp>
#include <optional>

#include "proto/experiment.pb.h"
#include "tools/hogtie/cli/command_line.h"

namespace hogtie {

/// The options --then, with its line of help, and --set, and the adversary that they describe; none
/// where --then is not given. Reading throws InputError for settings of anything else.
void add_then(boost::program_options::options_description& options, const char* text);
std::optional<proto::Adversary> read_then(const CommandLine& line);

}  // namespace hogtie
