#pragma once

#include <boost/program_options/options_description.hpp>

#include "tools/hogtie/command_line.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

/// The options that most commands have: --format, which is read as text if not given, and --help.
void add_format(boost::program_options::options_description& options);
Format read_format(const CommandLine& line);
void add_help(boost::program_options::options_description& options);

}  // namespace hogtie
