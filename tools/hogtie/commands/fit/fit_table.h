#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "sim/studies/fit/run_fit.h"
#include "tools/hogtie/output/table.h"

namespace hogtie {

/// Lines on top of the file that a fitted schedule is written to: what it is fitted to.
std::vector<std::string> fit_comments(const FitRequest& request, const FitReport& report);

/// A row each for runs, stalls, slices (where workers outnumbered processors), contention and
/// delays: how they are distributed in the fitted, the
/// held-out and the simulated runs, and how far apart they are.
Table fit_table(const FitReport& report);

/// The same for people.
void write_fit(const FitRequest& request, const FitReport& report, std::ostream& out);

}  // namespace hogtie
