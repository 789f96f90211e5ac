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

/// What `hogtie price` is asked to measure. Of an empty list: what the experiment sets, or
/// defaults.
struct PriceOptions {
  proto::Experiment experiment;
  bool from_file = false;  ///< the experiment is not one of defaults and --set only
  std::vector<double> step_sizes;
  std::vector<std::uint64_t> taus;
  std::vector<std::uint32_t> workers;
  std::vector<std::string> adversaries;
  std::uint64_t trials = 4;              ///< at least 1
  std::optional<std::uint32_t> threads;  ///< at least 1; none: one for each processor
  std::vector<std::string> plots;        ///< files to draw to
  Format format = Format::kText;
  bool quiet = false;  ///< display no progress
};

/// Options, how they are read, and what the command does then. Reading throws InputError for
/// options that are missing, contradictory or not allowed. Executing returns an ExitStatus.
boost::program_options::options_description price_options();
PriceOptions read_price(const CommandLine& line);
int execute_price(const PriceOptions& options);

}  // namespace hogtie
