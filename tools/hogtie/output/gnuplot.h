#pragma once

#include <string>

namespace hogtie {

/// Throws InputError where the program gnuplot is not installed.
void check_gnuplot();

/// Runs gnuplot on a script, without its user's settings; what the script writes to the standard
/// output goes to `file`, which is made anew. Throws InputError where the file cannot be written,
/// gnuplot is not installed, or it fails.
void run_gnuplot(const std::string& script, const std::string& file);

}  // namespace hogtie
