#pragma once

#include <string>
#include <vector>

#include "proto/experiment.pb.h"
#include "proto/trace.pb.h"
#include "sim/machine/ending.h"

namespace hogtie {

/// The outcome of a run.
struct RunReport {
  proto::Experiment experiment;  ///< As run.
  Ending ending;
  proto::Metrics metrics;
  double seconds = 0;              ///< Wall time of the steps.
  std::vector<std::string> notes;  ///< Remarks on how it was run, a line each.
};

}  // namespace hogtie
