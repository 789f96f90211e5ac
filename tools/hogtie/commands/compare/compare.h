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

/// What `hogtie compare` is asked to measure. Of an empty list: what the experiment sets, or
/// defaults.
struct CompareOptions {
  proto::Experiment experiment;
  std::vector<std::string> adversaries;  ///< simulated
  std::vector<std::uint32_t> workers;    ///< of each of them, and threads
  std::uint64_t trials = 20;             ///< at least 1
  std::optional<std::uint32_t> threads;  ///< at least 1; none: one for each processor
  double confidence = 0.95;              ///< of the intervals, between 0 and 1
  std::optional<std::string> keep;       ///< directory that traces of threads are kept in
  std::vector<std::string> plots;        ///< files to draw to
  Format format = Format::kText;
  bool quiet = false;  ///< display no progress
};

/// Options, how they are read, and what the command does then. Reading throws InputError for
/// options that are missing, contradictory or not allowed. Executing returns an ExitStatus.
boost::program_options::options_description compare_options();
CompareOptions read_compare(const CommandLine& line);
int execute_compare(const CompareOptions& options);

}  // namespace hogtie
