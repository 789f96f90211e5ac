#include "tools/hogtie/output/heat_map.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <sstream>

#include "core/text/number.h"

namespace hogtie {
namespace {

// In pixels of an SVG.
constexpr double kCellWidth = 76;  // at least
constexpr double kCellHeight = 26;
constexpr double kLeastWidth = 560;   // of all cells: there is a title above,
constexpr double kLeastHeight = 180;  // and a scale beside them
constexpr double kLeft = 180;         // the names of rows
constexpr double kRight = 110;        // the scale
constexpr double kAbove = 40;         // the title
constexpr double kBelow = 110;        // the names of columns

/// Ends of the scale, as powers of two: at least 4, and at most 64, as large as the values ask for.
int scale_end(std::span<const HeatMap> maps) {
  constexpr double kLeast = 2;
  constexpr double kMost = 6;
  double end = kLeast;
  for (const HeatMap& map : maps) {
    for (const auto& row : map.cells) {
      for (const auto& cell : row) {
        if (cell && cell->value) end = std::max(end, std::abs(std::log2(*cell->value)));
      }
    }
  }
  return static_cast<int>(std::ceil(std::min(end, kMost)));
}

std::string scale_tics(int end) {
  std::string tics;
  for (int k = -end; k <= end; ++k) {
    const std::string power = std::to_string(1U << static_cast<unsigned>(std::abs(k)));
    tics +=
        (tics.empty() ? "'" : ", '") + (k < 0 ? "1/" + power : power) + "' " + std::to_string(k);
  }
  return tics;
}

double cells_height(const HeatMap& map) {
  return std::max(kLeastHeight, kCellHeight * static_cast<double>(map.rows.size()));
}

double cells_width(const HeatMap& map) {
  return std::max(kLeastWidth, kCellWidth * static_cast<double>(map.columns.size()));
}

double height(const HeatMap& map) {
  return kAbove + cells_height(map) + kBelow;
}

double width(const HeatMap& map) {
  return kLeft + cells_width(map) + kRight;
}

std::string names(const std::vector<std::string>& names) {
  std::string tics;
  for (std::size_t k = 0; k < names.size(); ++k) {
    tics += (k == 0 ? "" : ", ") + gnuplot_text(names[k]) + " " + std::to_string(k);
  }
  return tics;
}

/// Data blocks of the cells: $value, $mark and $text of this map.
void add_data(const HeatMap& map, const std::string& number, int end, std::ostream& text) {
  std::ostringstream values;
  std::ostringstream marks;
  std::ostringstream labels;
  for (std::size_t row = 0; row < map.rows.size(); ++row) {
    for (std::size_t column = 0; column < map.columns.size(); ++column) {
      const auto& cell = map.cells[row][column];
      if (!cell) continue;
      const std::string place = std::to_string(column) + " " + std::to_string(row) + " ";
      if (cell->value) {
        const double log = std::clamp(std::log2(*cell->value), -double(end), double(end));
        values << place << format_number(log) << '\n';
      } else {
        marks << place << "0\n";
      }
      labels << place << '"' << cell->text << "\" " << (cell->value ? "0x000000" : "0xFFFFFF")
             << '\n';
    }
  }
  text << "$value" << number << " << END\n"
       << values.str() << "END\n"
       << "$mark" << number << " << END\n"
       << marks.str() << "END\n"
       << "$text" << number << " << END\n"
       << labels.str() << "END\n";
}

/// Draws it with its upper edge `above` pixels below that of all.
void add_map(const HeatMap& map, const std::string& number, double above, double all_width,
             double all_height, std::ostream& text) {
  const double rows = static_cast<double>(map.rows.size());
  const double columns = static_cast<double>(map.columns.size());
  const auto across = [&](double x) { return format_number(x / all_width); };
  const auto up = [&](double y) { return format_number(1 - (above + y) / all_height); };
  const std::string boxes = " using 1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5)";
  text << "set lmargin at screen " << across(kLeft) << '\n'
       << "set rmargin at screen " << across(kLeft + cells_width(map)) << '\n'
       << "set tmargin at screen " << up(kAbove) << '\n'
       << "set bmargin at screen " << up(kAbove + cells_height(map)) << '\n'
       << "set title " << gnuplot_text(map.title) << '\n'
       << "set xtics scale 0 rotate by 35 right (" << names(map.columns) << ")\n"
       << "set ytics scale 0 (" << names(map.rows) << ")\n"
       << "set xrange [-0.5:" << format_number(columns - 0.5) << "]\n"
       << "set yrange [" << format_number(rows - 0.5) << ":-0.5]\n"
       << "set colorbox user origin " << across(kLeft + cells_width(map) + 20) << ","
       << up(kAbove + cells_height(map)) << " size " << across(16) << ","
       << format_number(cells_height(map) / all_height) << '\n'
       << "plot $value" << number << boxes << ":3 with boxxyerror fs solid border lc rgb 'white'"
       << " fc palette, $mark" << number << boxes
       << " with boxxyerror fs solid border lc rgb 'white' fc rgb '#555555', $text" << number
       << " using 1:2:3:4 with labels tc rgb variable\n";
}

std::string script(std::span<const HeatMap> maps, const std::string& quotient, PlotKind kind) {
  double all_width = 0;
  double all_height = 0;
  for (const HeatMap& map : maps) {
    all_width = std::max(all_width, width(map));
    all_height += height(map);
  }
  const int end = scale_end(maps);
  std::ostringstream text;
  text << plot_terminal(kind, all_width, all_height)
       << "set key off\n"
          "unset border\n"
          "set palette defined (-1 '#4393C3', -0.5 '#A6CEE3', 0 '#FFFFFF', 0.5 '#FDBE85', "
          "1 '#E6550D')\n"
       << "set cbrange [" << -end << ':' << end << "]\n"
       << "set cbtics (" << scale_tics(end) << ")\n"
       << "set cblabel " << gnuplot_text(quotient) << '\n';
  for (std::size_t k = 0; k < maps.size(); ++k) add_data(maps[k], std::to_string(k), end, text);
  text << "set multiplot\n";
  double above = 0;
  for (std::size_t k = 0; k < maps.size(); ++k) {
    add_map(maps[k], std::to_string(k), above, all_width, all_height, text);
    above += height(maps[k]);
  }
  text << "unset multiplot\n";
  return text.str();
}

}  // namespace

void write_heat_maps(std::span<const HeatMap> maps, const std::string& quotient,
                     const std::string& path) {
  draw_plot(script(maps, quotient, plot_kind(path)), path);
}

}  // namespace hogtie
