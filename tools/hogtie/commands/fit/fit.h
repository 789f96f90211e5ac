#pragma once

#include <boost/program_options/options_description.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

/// What `hogtie fit` is asked to do.
struct FitOptions {
  std::vector<std::string> traces;          ///< at least one
  std::vector<std::string> held_out;        ///< others, to hold the fit against
  std::string out;                          ///< file for the fitted schedule
  bool force = false;                       ///< also traces that another machine has recorded
  std::optional<std::string> data;          ///< file to read in the place of the recorded data
  std::optional<std::uint32_t> processors;  ///< that the workers shared
  Format format = Format::kText;
  bool quiet = false;  ///< display no progress
};

/// Options, how they are read, and what the command does then. Reading throws InputError for
/// options that are missing, contradictory or not allowed. Executing returns an ExitStatus.
boost::program_options::options_description fit_options();
FitOptions read_fit(const CommandLine& line);
int execute_fit(const FitOptions& options);

}  // namespace hogtie
