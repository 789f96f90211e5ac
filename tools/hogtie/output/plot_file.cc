#include "tools/hogtie/output/plot_file.h"

#include <string_view>

#include "core/error.h"
#include "core/files/output_file.h"
#include "core/text/number.h"
#include "core/text/quote.h"
#include "tools/hogtie/output/gnuplot.h"

namespace hogtie {
namespace {

/// Gnuplot ends with success where it could not write all of it.
bool is_whole(const std::string& picture, PlotKind kind) {
  using namespace std::string_view_literals;
  if (kind == PlotKind::kPng) {
    return picture.starts_with("\x89PNG") && picture.ends_with("IEND\xae\x42\x60\x82"sv);
  }
  const std::size_t last = picture.find_last_not_of(" \n");
  return picture.starts_with("<?xml") && last != std::string::npos &&
         std::string_view(picture).substr(0, last + 1).ends_with("</svg>");
}

}  // namespace

PlotKind plot_kind(const std::string& path) {
  if (path.ends_with(".svg")) return PlotKind::kSvg;
  if (path.ends_with(".png")) return PlotKind::kPng;
  throw InputError("cannot draw " + quote(path) + "; give a name that ends in .svg or .png");
}

void check_plot(const std::string& path) {
  plot_kind(path);
  check_output(path);
  check_gnuplot();
}

std::string plot_terminal(PlotKind kind, double width, double height) {
  const bool svg = kind == PlotKind::kSvg;
  const double scale = svg ? 1 : 1.5;
  return "set terminal " +
         std::string(svg ? "svg dynamic font 'sans-serif,14'" : "pngcairo font 'sans-serif,16'") +
         " noenhanced background 'white' size " + format_number(scale * width) + "," +
         format_number(scale * height) + "\nset encoding utf8\n";
}

std::string gnuplot_text(const std::string& text) {
  // In single quotes nothing is special but these.
  std::string result = "'";
  for (const char c : printable(text)) result.append(c == '\'' ? 2 : 1, c);
  return result + "'";
}

void draw_plot(const std::string& script, const std::string& path) {
  const std::string picture = run_gnuplot(script);
  if (!is_whole(picture, plot_kind(path))) {
    throw InputError("gnuplot did not write all of " + quote(path) +
                     "; see to room in the directory of temporary files, or set TMPDIR to another");
  }
  write_output(path, picture);
}

}  // namespace hogtie
