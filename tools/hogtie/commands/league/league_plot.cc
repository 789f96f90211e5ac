#include "tools/hogtie/commands/league/league_plot.h"

#include <string>

#include "tools/hogtie/commands/league/league_table.h"

namespace hogtie {
namespace {

HeatMap heat_map(const LeagueReport& report, std::string title, LeaguePick pick) {
  HeatMap map;
  map.title = std::move(title);
  map.rows = report.algorithms;
  map.columns = league_columns(report);
  for (const std::string& algorithm : map.rows) {
    std::vector<std::optional<HeatMapCell>> row;
    for (const std::string& column : map.columns) {
      const LeagueCell* const cell = find_cell(report, algorithm, column);
      if (cell == nullptr) {
        row.emplace_back();
        continue;
      }
      const LeagueResult& result = pick(*cell);
      row.push_back(HeatMapCell{result.price(report.sequential).value,
                                league_cell_text(result, report.sequential)});
    }
    map.cells.push_back(std::move(row));
  }
  return map;
}

}  // namespace

std::vector<HeatMap> league_plots(const LeagueReport& report) {
  return {
      heat_map(report,
               "Price of asynchrony, step size tuned against each adversary (*: more than 5 % "
               "of trials missed)",
               tuned),
      heat_map(report, "Price of asynchrony, step size tuned under uniform", tuned_under_uniform)};
}

}  // namespace hogtie
