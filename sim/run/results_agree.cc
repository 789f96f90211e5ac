#include "sim/run/results_agree.h"

#include <string>
#include <utility>

#include "sim/run/trace_header.h"
#include "sim/trace/metrics_difference.h"

namespace hogtie {

bool results_agree(const ReplayCheck& check, RunReport& report) {
  if (!check.came_to_the_end()) return false;
  const auto difference = metrics_difference(check.footer()->metrics(), report.metrics);
  if (!difference.has_value()) return true;
  std::string text =
      "recorded " + difference->name + " = " + difference->first + ", now " + difference->second;
  if (was_made_here(check.header())) {
    report.ending = {proto::DIVERGED, std::move(text)};
  } else {
    report.notes.push_back("its build measured something else: " + std::move(text));
  }
  return false;
}

}  // namespace hogtie
