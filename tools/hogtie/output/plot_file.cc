#include "tools/hogtie/output/plot_file.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "core/data/check_output.h"
#include "core/error.h"
#include "core/text/number.h"
#include "core/text/quote.h"
#include "tools/hogtie/output/gnuplot.h"

namespace hogtie {
namespace {

std::string partial(const std::string& path) {
  return path + ".partial";
}

void remove_partial(const std::string& path) {
  std::error_code ignored;
  std::filesystem::remove(partial(path), ignored);
}

[[noreturn]] void fail_to_write(const std::string& path, int error) {
  throw InputError("cannot write " + quote(path) + ": " + std::generic_category().message(error) +
                   "; create its directory or give another path");
}

}  // namespace

PlotKind plot_kind(const std::string& path) {
  if (path.ends_with(".svg")) return PlotKind::kSvg;
  if (path.ends_with(".png")) return PlotKind::kPng;
  throw InputError("cannot draw " + quote(path) + "; give a name that ends in .svg or .png");
}

void check_plot(const std::string& path) {
  plot_kind(path);
  check_output(path, "a picture");
  check_gnuplot();
  errno = 0;
  if (!std::ofstream(partial(path), std::ios::binary)) fail_to_write(path, errno);
  remove_partial(path);
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
  try {
    run_gnuplot(script, partial(path));
  } catch (const InputError&) {
    remove_partial(path);
    throw;
  }
  if (std::rename(partial(path).c_str(), path.c_str()) != 0) fail_to_write(path, errno);
}

}  // namespace hogtie
