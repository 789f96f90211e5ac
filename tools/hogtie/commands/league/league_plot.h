#pragma once

#include <vector>

#include "sim/studies/league/run_league.h"
#include "tools/hogtie/output/heat_map.h"

namespace hogtie {

/// The prices of asynchrony, algorithms against adversaries and threads, with the step size tuned
/// against each, and under uniform; where there is none, what happened instead. A cell that is not
/// done is empty.
std::vector<HeatMap> league_plots(const LeagueReport& report);

}  // namespace hogtie
