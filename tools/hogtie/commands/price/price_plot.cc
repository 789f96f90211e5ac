#include "tools/hogtie/commands/price/price_plot.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "core/error.h"

namespace hogtie {
namespace {

// Colours of adversaries.
constexpr std::size_t kFirstColour = 2;
constexpr std::size_t kLineColours = 6;

using Points = std::vector<std::pair<double, double>>;

/// Against τ, what `value` gives for the points with this adversary and so many workers.
template <class Value>
Points points_of(const PriceReport& report, const std::string& adversary, std::uint32_t workers,
                 const Value& value) {
  Points points;
  for (const PriceLine& line : report.lines) {
    if (line.point.adversary != adversary || line.point.workers != workers) continue;
    const std::optional<double> y = value(line);
    if (y) points.emplace_back(static_cast<double>(line.point.tau), *y);
  }
  std::sort(points.begin(), points.end());
  return points;
}

/// An adversary's workers, for a label.
struct Group {
  std::string adversary;
  std::string workers;
};

struct MeasuredLine {
  PlotLine line;
  std::vector<Group> groups;
};

void add_to(std::vector<MeasuredLine>& lines, const std::string& adversary, std::uint32_t workers,
            PlotLine line) {
  auto same = std::find_if(lines.begin(), lines.end(),
                           [&](const MeasuredLine& m) { return m.line.points == line.points; });
  if (same == lines.end()) {
    lines.push_back({std::move(line), {}});
    same = lines.end() - 1;
  }
  if (same->groups.empty() || same->groups.back().adversary != adversary) {
    same->groups.push_back({adversary, std::to_string(workers)});
  } else {
    same->groups.back().workers += ", " + std::to_string(workers);
  }
}

}  // namespace

Plot price_plot(const PriceRequest& request, const PriceReport& report) {
  const PriceGrid& grid = request.grid;
  std::vector<MeasuredLine> measured;
  for (std::size_t a = 0; a < grid.adversaries.size(); ++a) {
    for (std::size_t n = 0; n < grid.workers.size(); ++n) {
      PlotLine line;
      line.points = points_of(report, grid.adversaries[a], grid.workers[n],
                              [](const PriceLine& l) { return l.largest_step_size; });
      line.colour = static_cast<std::uint32_t>(kFirstColour + a % kLineColours);
      line.mark = static_cast<std::uint32_t>(1 + n + a / kLineColours * grid.workers.size());
      if (!line.points.empty()) add_to(measured, grid.adversaries[a], grid.workers[n], line);
    }
  }

  Plot plot;
  plot.title = "Largest step size that converges, and what the theory recommends";
  plot.x_label = "maximum delay τ [iterations]";
  plot.y_label = "step size α: largest (solid), recommended (dashed)";
  const auto [least, most] = std::minmax_element(grid.taus.begin(), grid.taus.end());
  if (report.sequential_largest_step_size) {
    const double y = *report.sequential_largest_step_size;
    const Points points{{static_cast<double>(*least), y}, {static_cast<double>(*most), y}};
    plot.lines.push_back({.label = "sequential", .points = points});
  }
  for (MeasuredLine& m : measured) {
    for (const Group& group : m.groups) {
      m.line.label +=
          (m.line.label.empty() ? "" : "; ") + group.adversary + ", n = " + group.workers;
    }
    plot.lines.push_back(std::move(m.line));
  }
  for (std::size_t n = 0; n < grid.workers.size(); ++n) {
    const Points points =
        points_of(report, grid.adversaries.front(), grid.workers[n],
                  [](const PriceLine& line) { return line.recommended.corollary_6_7; });
    plot.lines.push_back(
        {.label = "recommended by Corollary 6.7, n = " + std::to_string(grid.workers[n]),
         .points = points,
         .mark = static_cast<std::uint32_t>(n) + 1,
         .dashed = true});
  }
  plot.lines.push_back(
      {.label = "recommended by De Sa et al. (2015)",
       .points = points_of(report, grid.adversaries.front(), grid.workers.front(),
                           [](const PriceLine& line) { return line.recommended.de_sa; }),
       .colour = 1,
       .dashed = true});
  std::erase_if(plot.lines, [](const PlotLine& line) { return line.points.empty(); });
  if (plot.lines.empty()) {
    throw InputError(
        "no step size was found to converge, so that there is nothing to draw; set "
        "objective.initial farther from x*");
  }
  return plot;
}

}  // namespace hogtie
