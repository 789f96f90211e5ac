#pragma once

#include <boost/program_options/options_description.hpp>

#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/commands/list/registries.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

struct ListOptions {
  Registry registry;
  Format format = Format::kText;
};

/// Options, how they are read, and what the command does then. Reading throws InputError for
/// options that are missing, contradictory or not allowed. Executing returns an ExitStatus.
boost::program_options::options_description list_options();
ListOptions read_list(const CommandLine& line);

}  // namespace hogtie
