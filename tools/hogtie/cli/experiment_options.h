#pragma once

#include <boost/program_options/options_description.hpp>
#include <string>

#include "proto/experiment.pb.h"
#include "tools/hogtie/cli/command_line.h"

namespace hogtie {

/// The experiment in a file, as read_experiment; of a trace the error says what to do with it.
proto::Experiment read_experiment_file(const std::string& path);

/// The option --set, and how it and the file of an experiment, the one positional argument or none,
/// are read. Throws InputError for what is wrong in them.
void add_experiment(boost::program_options::options_description& options);
proto::Experiment read_experiment_options(const CommandLine& line);

/// The same for a command that simulates. Throws InputError for an experiment on another machine.
proto::Experiment read_simulated_experiment(const CommandLine& line);

}  // namespace hogtie
