#pragma once

#include <boost/program_options/options_description.hpp>
#include <optional>
#include <string>

#include "adversaries/wrappers/schedule_changes.h"
#include "proto/experiment.pb.h"
#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

/// What `hogtie what-if` is asked to do.
struct WhatIfOptions {
  std::string trace;
  ScheduleChanges changes;               ///< at least one
  std::optional<proto::Adversary> then;  ///< who schedules from the first change on
  std::optional<std::string> record;     ///< file to record the changed run to
  bool force = false;                    ///< also what another machine has recorded
  std::optional<std::string> data;       ///< file to read in the place of the recorded data
  Format format = Format::kText;
};

/// Options, how they are read, and what the command does then. Reading throws InputError for
/// options that are missing, contradictory or not allowed. Executing returns an ExitStatus.
boost::program_options::options_description what_if_options();
WhatIfOptions read_what_if(const CommandLine& line);
int execute_what_if(const WhatIfOptions& options);

}  // namespace hogtie
