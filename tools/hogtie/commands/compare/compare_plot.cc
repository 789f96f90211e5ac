#include "tools/hogtie/commands/compare/compare_plot.h"

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
constexpr std::size_t kAdversaryColours = 6;

std::string label(const Side& side) {
  if (side.adversary == "sequential" && side.workers == 1) return "sequential";
  return (side.on_threads() ? "threads" : side.adversary) + ", n = " + std::to_string(side.workers);
}

/// The tail at points that can be told apart.
Points tail(const CountDistribution& distribution) {
  constexpr double kApart = 1.12;
  Points points;
  const std::vector<TailPoint> all = tail_of(distribution);
  for (std::size_t k = 0; k < all.size(); ++k) {
    const auto value = static_cast<double>(all[k].value);
    const bool seen = points.empty() || k + 1 == all.size() ||
                      value > points.back().first * kApart ||
                      all[k].share < points.back().second / kApart;
    if (seen) points.emplace_back(value, all[k].share);
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
      line.colour = static_cast<std::uint32_t>(kFirstColour + (adversary - 1) % kAdversaryColours);
    }
    line.mark = k == 0 ? 0 : mark;
    line.wide = k == 0;
    line.dashed = k > 0 && !side.on_threads();
    if (!line.points.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

/// How values of iterations are distributed.
Plot tails(const CompareReport& report, const std::string& of,
           const CountDistribution& (*distribution)(const TrialTally&)) {
  Plot plot;
  plot.x_label = of + " [iterations]";
  plot.y_label = "share of iterations with at least that";
  plot.lines =
      lines(report, [&](const SideReport& side) { return tail(distribution(side.trials.tally)); });
  for (PlotLine& line : plot.lines) line.steps = true;
  return plot;
}

}  // namespace

std::vector<Plot> compare_plots(const CompareReport& report) {
  std::vector<Plot> plots(4);
  plots[0] = tails(report, "contention", [](const TrialTally& tally) -> const CountDistribution& {
    return tally.contention;
  });
  plots[0].title = "Contention: how many other iterations overlap an iteration";
  plots[1] = tails(report, "delay", [](const TrialTally& tally) -> const CountDistribution& {
    return tally.delays[kByFirstUpdate];
  });
  plots[1].title = "Delay of an iteration, in the order by first update";
  plots[2].title = "Distance from the optimum";
  plots[2].x_label = "t [iterations]";
  plots[2].y_label = "mean of ||x_t - x*||²";
  plots[2].lines =
      lines(report, [&](const SideReport& side) { return curve(report, side.trials.tally.curve); });
  plots[3].title = "Loss";
  plots[3].x_label = "t [iterations]";
  plots[3].y_label = "mean of f(x_t)";
  plots[3].lines = lines(
      report, [&](const SideReport& side) { return curve(report, side.trials.tally.losses); });
  std::erase_if(plots, [](const Plot& plot) { return plot.lines.empty(); });
  return plots;
}

}  // namespace hogtie
