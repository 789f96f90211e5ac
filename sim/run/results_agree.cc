#include "sim/run/results_agree.h"

#include "sim/run/trace_header.h"
#include "sim/trace/metrics_difference.h"

namespace hogtie {

bool results_agree(const ReplayCheck& check, RunReport& report) {
  if (!check.came_to_the_end() || !was_made_here(check.header())) return false;
  const auto difference = metrics_difference(check.footer()->metrics(), report.metrics);
  if (!difference.has_value()) return true;
  report.ending = {proto::DIVERGED, "recorded " + difference->name + " = " + difference->first +
                                        ", now " + difference->second};
  return false;
}

}  // namespace hogtie
