#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

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

enum class PlotKind { kSvg, kPng };

/// By the end of the file's name. Throws InputError for another than ".svg" or ".png".
PlotKind plot_kind(const std::string& path);

/// Throws InputError where write_plot would for want of gnuplot, or of a place to write to.
void check_plot(const std::string& path);

/// Draws the plots, at least one, below each other with gnuplot to a temporary file beside `path`,
/// which then takes this name. Throws InputError where that fails.
void write_plot(std::span<const Plot> plots, const std::string& path);

}  // namespace hogtie
