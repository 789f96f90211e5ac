#pragma once

#include <vector>

#include "sim/studies/compare/run_compare.h"
#include "tools/hogtie/output/write_plot.h"

namespace hogtie {

/// The complementary distributions of contention and delays, and E||x_t-x*||² and E f(x_t) over
/// time; a line for each side.
std::vector<Plot> compare_plots(const CompareReport& report);

}  // namespace hogtie
