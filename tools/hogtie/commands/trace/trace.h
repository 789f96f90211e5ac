#pragma once

#include <boost/program_options/options_description.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

struct TraceInfoOptions {
  std::string trace;
  Format format = Format::kText;
};

/// Steps `from` to `to`, both included; where one is not given, from the first or to the last.
struct TraceShowOptions {
  std::string trace;
  std::optional<std::uint64_t> from;
  std::optional<std::uint64_t> to;  ///< not below `from`
  bool force = false;               ///< show what another machine has recorded
  std::optional<std::string> data;  ///< file to read in the place of the recorded data
  Format format = Format::kText;
};

struct TraceDiffOptions {
  std::string first;
  std::string second;
};

/// Options, how they are read, and what the command does then. Reading throws InputError for
/// options that are missing, contradictory or not allowed. Executing returns an ExitStatus.
boost::program_options::options_description trace_info_options();
TraceInfoOptions read_trace_info(const CommandLine& line);
int execute_trace_info(const TraceInfoOptions& options);

boost::program_options::options_description trace_show_options();
TraceShowOptions read_trace_show(const CommandLine& line);
int execute_trace_show(const TraceShowOptions& options);

boost::program_options::options_description trace_diff_options();
TraceDiffOptions read_trace_diff(const CommandLine& line);
int execute_trace_diff(const TraceDiffOptions& options);

}  // namespace hogtie
