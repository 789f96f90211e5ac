#pragma once

#include <boost/program_options/options_description.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "proto/experiment.pb.h"
#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

/// What `hogtie replay` is asked to do.
struct ReplayOptions {
  std::string trace;                     ///< file to replay
  std::optional<std::uint64_t> until;    ///< replay only so many steps
  std::optional<proto::Adversary> then;  ///< who schedules from there on
  bool force = false;                    ///< replay what another machine has recorded
  std::optional<std::string> data;       ///< file to read in the place of the recorded data
  bool on_threads = false;               ///< on real threads that take turns
  Format format = Format::kText;
  std::optional<std::string> record;  ///< file to record to; only with `then`
};

/// Options, how they are read, and what the command does then. Reading throws InputError for
/// options that are missing, contradictory or not allowed. Executing returns an ExitStatus.
boost::program_options::options_description replay_options();
ReplayOptions read_replay(const CommandLine& line);
int execute_replay(const ReplayOptions& options);

}  // namespace hogtie
