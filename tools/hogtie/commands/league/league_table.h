#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "sim/studies/league/run_league.h"
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

/// The cell in this column; null where it is not done.
const LeagueCell* find_cell(const LeagueReport& report, const std::string& algorithm,
                            const std::string& column);

/// One of the two results of a cell.
using LeaguePick = const LeagueResult& (*)(const LeagueCell&);
const LeagueResult& tuned(const LeagueCell& cell);
const LeagueResult& tuned_under_uniform(const LeagueCell& cell);

/// The price of asynchrony, with a * where more than one trial in twenty failed; where there is
/// none, what the failures were.
std::string league_cell_text(const LeagueResult& result, const LeagueResult& sequential);

/// What the failures of these trials were, most frequent first: "starved", "diverged, late"; empty
/// where there is none.
std::string league_failures(const LeagueResult& result);

}  // namespace hogtie
