#pragma once

#include <boost/program_options/options_description.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "proto/experiment.pb.h"
#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

/// What `hogtie certify` is asked to do: to certify traces, or trials of an experiment.
struct CertifyOptions {
  std::vector<std::string> traces;      ///< at least one, if `trials` is not given
  bool force = false;                   ///< also traces that another machine has recorded
  std::optional<std::string> data;      ///< file to read in the place of the recorded data
  std::optional<std::uint64_t> trials;  ///< at least 1
  proto::Experiment experiment;
  std::optional<std::uint32_t> threads;  ///< at least 1; none: one for each processor
  std::optional<double> confidence;      ///< of the intervals, between 0 and 1
  Format format = Format::kText;
  bool quiet = false;  ///< display no progress
};

/// Options, how they are read, and what the command does then. Reading throws InputError for
/// options that are missing, contradictory or not allowed. Executing returns an ExitStatus.
boost::program_options::options_description certify_options();
CertifyOptions read_certify(const CommandLine& line);
int execute_certify(const CertifyOptions& options);

}  // namespace hogtie
