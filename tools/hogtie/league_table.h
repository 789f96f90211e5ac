#pragma once

#include <ostream>

#include "sim/league/run_league.h"
#include "tools/hogtie/output/table.h"

namespace hogtie {

/// Two rows a cell, one for each of its step sizes, with all that was measured.
Table league_table(const LeagueReport& report);

/// For people: the prices, algorithms against adversaries, at the two step sizes; the cells one by
/// one; and what the figures mean.
void write_league(const LeagueReport& report, std::ostream& out);

/// The column of a cell: its adversary, or "threads=4".
std::string league_column(const LeaguePoint& point);

/// All columns, in order.
std::vector<std::string> league_columns(const LeagueReport& report);

/// What the failures of these trials were, most frequent first: "starved", "diverged, late"; empty
/// where there is none.
std::string league_failures(const LeagueResult& result);

}  // namespace hogtie
