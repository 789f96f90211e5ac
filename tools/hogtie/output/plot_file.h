#pragma once

#include <string>

namespace hogtie {

enum class PlotKind { kSvg, kPng };

/// By the end of the file's name. Throws InputError for another than ".svg" or ".png".
PlotKind plot_kind(const std::string& path);

/// Throws InputError where draw_plot would for want of gnuplot, or of a place to write to.
void check_plot(const std::string& path);

/// The lines of a gnuplot script that say what is drawn on, of this size in pixels of an SVG.
std::string plot_terminal(PlotKind kind, double width, double height);

/// A text as gnuplot reads it.
std::string gnuplot_text(const std::string& text);

/// Draws a gnuplot script to a file (see OutputFile). Throws InputError where that fails.
void draw_plot(const std::string& script, const std::string& path);

}  // namespace hogtie
