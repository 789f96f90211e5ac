#pragma once

#include <boost/program_options/options_description.hpp>
#include <cstdint>
#include <optional>

#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

/// The options that most commands have: --format, which is read as text if not given, and --help.
void add_format(boost::program_options::options_description& options);
Format read_format(const CommandLine& line);
void add_help(boost::program_options::options_description& options);

/// The option of commands that read the data of a trace, or of a state of trials: --data FILE, the
/// file to read in the place of the recorded one.
void add_data(boost::program_options::options_description& options);

/// The options of commands that run trials: their number, --trials, 1 to 1e9; the threads that they
/// run on, 1 to 1024; and the confidence of intervals, between 0 and 1. None where not given.
/// Reading throws InputError for other values.
std::optional<std::uint64_t> read_trials_wanted(const CommandLine& line);
void add_threads(boost::program_options::options_description& options);
std::optional<std::uint32_t> read_threads(const CommandLine& line);
void add_confidence(boost::program_options::options_description& options);
std::optional<double> read_confidence(const CommandLine& line);

}  // namespace hogtie
