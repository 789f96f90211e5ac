#pragma once

#include <ostream>
#include <vector>

#include "tools/hogtie/commands/bound/bound_report.h"
#include "tools/hogtie/output/table.h"

namespace hogtie {

/// One row a bound, with the constants before it: for programs.
Table bound_table(const BoundProblem& problem, const std::vector<BoundRow>& rows);

/// Constants, what is recommended, what is promised, and what each figure means: for people.
void write_bounds(const BoundProblem& problem, const std::vector<BoundRow>& rows,
                  std::ostream& out);

}  // namespace hogtie
