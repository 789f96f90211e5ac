#include "tools/hogtie/output/write_plot.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <sstream>

#include "core/text/number.h"

namespace hogtie {
namespace {

// Okabe and Ito's from the third on.
constexpr std::array<const char*, 8> kColours = {"#000000", "#808080", "#0072B2", "#D55E00",
                                                 "#009E73", "#CC79A7", "#E69F00", "#56B4E9"};
// gnuplot's point types: filled shapes first, then open ones.
constexpr std::array<int, 8> kMarks = {7, 5, 9, 13, 6, 4, 8, 12};

std::string style(const PlotLine& line) {
  std::string text = " lw " + std::string(line.wide ? "6" : "2") + " dt " +
                     std::string(line.dashed ? "2" : "1") + " lc rgb '" +
                     kColours[line.colour % kColours.size()] + "'";
  if (line.mark > 0)
    text += " ps 1.2 pt " + std::to_string(kMarks[(line.mark - 1) % kMarks.size()]);
  return text;
}

/// What gnuplot draws of the line with this data, and its entry in the legend.
std::string elements(const PlotLine& line, const std::string& data) {
  const std::string all = line.mark == 0 ? "lines" : "linespoints";
  const std::string title = style(line) + " title " + gnuplot_text(line.label);
  if (!line.steps) return data + " with " + all + title;
  // Steps with marks at the points but not at the corners.
  std::string text = data + " with fsteps" + style(line) + " notitle, ";
  if (line.mark > 0) text += data + " with points" + style(line) + " notitle, ";
  return text + "NaN with " + all + title;
}

/// A range that holds all values, with some room.
template <class Value>
std::string range(const Plot& plot, const Value& value) {
  double least = value(plot.lines.front().points.front());
  double most = least;
  for (const PlotLine& line : plot.lines) {
    for (const auto& point : line.points) {
      least = std::min(least, value(point));
      most = std::max(most, value(point));
    }
  }
  constexpr double kRoom = 1.5;
  return "[" + format_number(least / kRoom) + ":" + format_number(most * kRoom) + "]";
}

/// Where the lines have points, unless those are too many to be told apart.
std::string x_tics(const Plot& plot) {
  std::set<double> values;
  for (const PlotLine& line : plot.lines) {
    for (const auto& point : line.points) values.insert(point.first);
  }
  constexpr std::size_t kMost = 12;
  if (values.size() > kMost) return "set xtics nomirror";
  std::string tics = "set xtics nomirror (";
  for (const double value : values) {
    tics += (value == *values.begin() ? "" : ", ") + format_number(value);
  }
  return tics + ")";
}

double height(const Plot& plot) {
  constexpr double kHeight = 540;
  constexpr double kLegendLine = 20;
  return kHeight + kLegendLine * static_cast<double>(plot.lines.size());
}

void add_plot(const Plot& plot, std::ostream& text) {
  text << x_tics(plot) << '\n'
       << "set xrange " << range(plot, [](const auto& point) { return point.first; }) << '\n'
       << "set yrange " << range(plot, [](const auto& point) { return point.second; }) << '\n'
       << "set title " << gnuplot_text(plot.title) << '\n'
       << "set xlabel " << gnuplot_text(plot.x_label) << '\n'
       << "set ylabel " << gnuplot_text(plot.y_label) << '\n';
  for (std::size_t k = 0; k < plot.lines.size(); ++k) {
    text << "$line" << k << " << END\n";
    for (const auto& [x, y] : plot.lines[k].points) {
      text << format_number(x) << ' ' << format_number(y) << '\n';
    }
    text << "END\n";
  }
  const char* separator = "plot ";
  for (std::size_t k = 0; k < plot.lines.size(); ++k) {
    text << separator << elements(plot.lines[k], "$line" + std::to_string(k));
    separator = ", ";
  }
  text << '\n';
}

std::string script(std::span<const Plot> plots, PlotKind kind) {
  std::ostringstream text;
  constexpr double kWidth = 900;
  double all = 0;
  for (const Plot& plot : plots) all += height(plot);
  text << plot_terminal(kind, kWidth, all)
       << "set logscale xy\n"
          "set format y '%g'\n"
          "set border 3\n"
          "set ytics nomirror\n"
          "set grid lc rgb '#dddddd' lt 1\n"
          "set key below left Left reverse vertical maxcols 1 samplen 4 spacing 1.2 title ' '\n";
  if (plots.size() == 1) {
    add_plot(plots.front(), text);
    return text.str();
  }
  text << "set multiplot\n";
  double left = all;
  for (const Plot& plot : plots) {
    left -= height(plot);
    text << "set origin 0," << format_number(left / all) << "\nset size 1,"
         << format_number(height(plot) / all) << '\n';
    add_plot(plot, text);
  }
  text << "unset multiplot\n";
  return text.str();
}

}  // namespace

void write_plot(std::span<const Plot> plots, const std::string& path) {
  draw_plot(script(plots, plot_kind(path)), path);
}

}  // namespace hogtie
