#pragma once

#include <boost/program_options/options_description.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "proto/experiment.pb.h"
#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

/// What `hogtie run` is asked to do.
struct RunOptions {
  proto::Experiment experiment;      ///< as read and set, every value in range
  std::optional<std::string> trace;  ///< file to record to; only with one trial
  std::uint64_t trials = 1;          ///< at least 1
  Format format = Format::kText;
  bool require_success = false;  ///< exit with 1 unless every trial reaches the success region
  bool quiet = false;            ///< display no progress
};

/// Options, how they are read, and what the command does then. Reading throws InputError for
/// options that are missing, contradictory or not allowed. Executing returns an ExitStatus.
boost::program_options::options_description run_options();
RunOptions read_run(const CommandLine& line);
int execute_run(const RunOptions& options);

}  // namespace hogtie
