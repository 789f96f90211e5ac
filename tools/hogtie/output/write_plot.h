#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tools/hogtie/output/plot_file.h"

namespace hogtie {

/// A line of a plot.
struct PlotLine {
  std::string label;
  std::vector<std::pair<double, double>> points;  ///< x and y, both above 0.
  std::uint32_t colour = 0;  ///< 0 is black, 1 grey, 2 to 7 what the colour-blind tell apart, too.
  std::uint32_t mark = 0;    ///< Drawn at the points: 0 for none, 1 to 8 shapes.
  bool dashed = false;
  bool wide = false;   ///< To be seen below others that lie on it.
  bool steps = false;  ///< Falls or rises at each point, not between them, to the next one's y.
};

/// A plot with both axes logarithmic, and its lines named below it.
struct Plot {
  std::string title;
  std::string x_label;
  std::string y_label;
  std::vector<PlotLine> lines;  ///< At least one; with points each.
};

/// Draws the plots, at least one, below each other. Throws as draw_plot.
void write_plot(std::span<const Plot> plots, const std::string& path);

}  // namespace hogtie
