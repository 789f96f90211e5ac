#pragma once

#include "sim/simulation/run_report.h"
#include "sim/trace/replay_check.h"

namespace hogtie {

/// Whether a replay that was concluded has come to the end of its trace and to the metrics recorded
/// there. If they differ, the report's ending becomes DIVERGED; if another build recorded them,
/// there is a note in the report instead.
bool results_agree(const ReplayCheck& check, RunReport& report);

}  // namespace hogtie
