#pragma once

#include <boost/program_options/options_description.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "proto/experiment.pb.h"
#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

/// What `hogtie trials` is asked to do.
struct TrialsOptions {
  std::optional<proto::Experiment> experiment;  ///< none: that of `resume`
  std::optional<std::uint64_t> trials;          ///< at least 1; at most so many
  std::optional<std::uint32_t> threads;         ///< at least 1; none: one for each processor
  std::optional<double> target_width;           ///< of the interval for P(F_T), where to stop
  std::optional<double> confidence;             ///< of the intervals, between 0 and 1
  std::optional<std::string> worst_trace;       ///< file to record the worst trial to
  std::optional<std::string> resume;            ///< state file to go on from
  std::optional<std::string> data;              ///< file to read in the place of that one's data
  Format format = Format::kText;
  bool quiet = false;  ///< display no progress
};

/// Options, how they are read, and what the command does then. Reading throws InputError for
/// options that are missing, contradictory or not allowed. Executing returns an ExitStatus.
boost::program_options::options_description trials_options();
TrialsOptions read_trials(const CommandLine& line);
int execute_trials(const TrialsOptions& options);

}  // namespace hogtie
