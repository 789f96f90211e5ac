#pragma once

#include <string>

namespace hogtie {

/// Throws InputError where the program gnuplot is not installed.
void check_gnuplot();

/// Runs gnuplot on a script, without its user's settings, and returns what the script writes to the
/// standard output; where there was no room for all of it (in TMPDIR), that is cut. Throws
/// InputError where gnuplot is not installed, or it fails.
std::string run_gnuplot(const std::string& script);

}  // namespace hogtie
