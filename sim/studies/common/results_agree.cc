#include "sim/studies/common/results_agree.h"

#include "sim/simulation/trace_header.h"
#include "sim/trace/metrics_difference.h"

namespace hogtie {

bool results_agree(const ReplayCheck& check, RunReport& report) {
  if (!check.came_to_the_end()) return false;
  const auto difference = metrics_difference(check.footer()->metrics(), report.metrics);
  if (!difference.has_value()) return true;
  if (was_made_here(check.header())) {
    report.ending = {proto::DIVERGED, text(*difference)};
  } else {
    report.notes.push_back("elsewhere the run came to something else: " + text(*difference));
  }
  return false;
}

}  // namespace hogtie
