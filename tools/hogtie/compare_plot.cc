#include "tools/hogtie/compare_plot.h"

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "core/statistics/tail.h"

namespace hogtie {
namespace {

using Points = std::vector<std::pair<double, double>>;

// The k-th adversary has the k-th colour from here on; threads are black.
constexpr std::size_t kFirstColour = 2;
constexpr std::size_t kColours = 6;

std::string label(const Side& side) {
  if (side.adversary == "sequential" && side.workers == 1) return "sequential";
  return (side.on_threads() ? "threads" : side.adversary) + ", n = " + std::to_string(side.workers);
}

/// In steps where values are far apart.
Points contention(const SideReport& side) {
  constexpr double kFar = 1.2;
  Points points;
  for (const TailPoint& point : tail_of(side.trials.tally.contention)) {
    const auto value = static_cast<double>(point.value);
    const bool far = !points.empty() && value > points.back().first * kFar;
    if (far) points.emplace_back(points.back().first, point.share);
    points.emplace_back(value, point.share);
  }
  return points;
}

/// Means over time, where they can be drawn.
Points curve(const CompareReport& report, const std::vector<Moments>& moments) {
  Points points;
  for (std::size_t k = 0; k < report.curve_times.size(); ++k) {
    const double mean = moments[k].mean();
    const bool shown = report.curve_times[k] > 0 && moments[k].count() > 0 && mean > 0;
    if (shown && std::isfinite(mean)) {
      points.emplace_back(static_cast<double>(report.curve_times[k]), mean);
    }
  }
  return points;
}

template <class PointsOf>
std::vector<PlotLine> lines(const CompareReport& report, const PointsOf& points_of) {
  std::vector<PlotLine> lines;
  std::size_t adversary = 0;
  std::uint32_t mark = 0;
  for (std::size_t k = 0; k < report.sides.size(); ++k) {
    const Side& side = report.sides[k].side;
    const bool next = k == 0 || side.adversary != report.sides[k - 1].side.adversary;
    if (next && k > 0) ++adversary;
    mark = next ? 1 : mark + 1;
    PlotLine line;
    line.label = label(side);
    line.points = points_of(report.sides[k]);
    if (k == 0) {
      line.colour = 1;
    } else if (!side.on_threads()) {
      line.colour = static_cast<std::uint32_t>(kFirstColour + (adversary - 1) % kColours);
    }
    line.mark = k == 0 ? 0 : mark;
    line.dashed = !side.on_threads();
    if (!line.points.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

std::vector<Plot> compare_plots(const CompareReport& report) {
  std::vector<Plot> plots(3);
  plots[0].title = "Contention: how many other iterations overlap an iteration";
  plots[0].x_label = "contention [iterations]";
  plots[0].y_label = "share of iterations with at least that";
  plots[0].lines = lines(report, contention);
  plots[1].title = "Distance from the optimum";
  plots[1].x_label = "t [iterations]";
  plots[1].y_label = "mean of ||x_t - x*||²";
  plots[1].lines =
      lines(report, [&](const SideReport& side) { return curve(report, side.trials.tally.curve); });
  plots[2].title = "Loss";
  plots[2].x_label = "t [iterations]";
  plots[2].y_label = "mean of f(x_t)";
  plots[2].lines = lines(
      report, [&](const SideReport& side) { return curve(report, side.trials.tally.losses); });
  std::erase_if(plots, [](const Plot& plot) { return plot.lines.empty(); });
  return plots;
}

}  // namespace hogtie
