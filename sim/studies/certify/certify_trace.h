#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/certification/finding.h"
#include "sim/simulation/recorded_data.h"
#include "sim/simulation/watch.h"
#include "sim/studies/run/run.h"

namespace hogtie {

/// What a trace came to when it was held against the theory.
struct TraceCertificate {
  proto::Experiment experiment;
  Ending ending;  ///< As recorded, or DIVERGED.
  std::uint64_t steps = 0;
  bool cut_short = false;                  ///< The trace has no end.
  std::optional<std::string> other_build;  ///< See other_build(): the one that recorded it.
  Evidence evidence;
  std::vector<Finding> findings;
};

/// Replays a trace, checks that the same happens, and holds the execution against every statement;
/// nothing that the trace says of results is used. Memory does not grow with the run. Throws
/// InputError as replay_trace.
TraceCertificate certify_trace(const std::string& path, const RecordTrust& trust,
                               const Watch& watch);

}  // namespace hogtie
