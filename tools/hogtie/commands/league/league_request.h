#pragma once

#include "sim/studies/league/run_league.h"
#include "tools/hogtie/commands/league/league.h"

namespace hogtie {

/// What the league is to be of, with what options and experiment leave open filled in; all but
/// where traces go. Throws InputError for an experiment that it cannot be held on.
LeagueRequest league_request(const LeagueOptions& options);

}  // namespace hogtie
