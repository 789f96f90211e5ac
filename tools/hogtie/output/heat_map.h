#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tools/hogtie/output/plot_file.h"

namespace hogtie {

/// A cell of a heat map: coloured by its value, above 0, or, where there is none, marked.
struct HeatMapCell {
  std::optional<double> value;
  std::string text;
};

/// A table whose cells are coloured by the logarithm of a quotient: 1 is white, less blue, more
/// red.
struct HeatMap {
  std::string title;
  std::vector<std::string> rows;                               ///< At least one, from above.
  std::vector<std::string> columns;                            ///< At least one.
  std::vector<std::vector<std::optional<HeatMapCell>>> cells;  ///< By row and column.
};

/// Draws the heat maps, at least one, below each other, with one scale beside them of what
/// `quotient` says. Throws as draw_plot.
void write_heat_maps(std::span<const HeatMap> maps, const std::string& quotient,
                     const std::string& path);

}  // namespace hogtie
