#include <iostream>
#include <string>
#include <vector>

#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/commands/bound/bound.h"
#include "tools/hogtie/commands/bound/bound_problem.h"
#include "tools/hogtie/commands/bound/bound_report.h"
#include "tools/hogtie/commands/bound/bound_table.h"
#include "tools/hogtie/output/message.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {

int execute_bound(const BoundOptions& options) {
  const BoundProblem problem = bound_problem(options);
  const std::vector<BoundRow> rows = bound_report(problem);
  for (const std::string& note : problem.notes) NoteLine() << note;
  if (options.format == Format::kText) {
    write_bounds(problem, rows, std::cout);
  } else {
    write_table(bound_table(problem, rows), options.format, std::cout);
  }
  return kOk;
}

}  // namespace hogtie
