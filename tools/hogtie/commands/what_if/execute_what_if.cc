#include <iostream>
#include <string>

#include "core/system/processors.h"
#include "sim/studies/what_if/what_if.h"
#include "tools/hogtie/cli/cut_short.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/interrupt.h"
#include "tools/hogtie/cli/report_failure.h"
#include "tools/hogtie/commands/run/run_table.h"
#include "tools/hogtie/commands/what_if/what_if.h"
#include "tools/hogtie/commands/what_if/what_if_table.h"
#include "tools/hogtie/output/message.h"
#include "tools/hogtie/output/progress.h"
#include "tools/hogtie/output/results_aside.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

void write_changes(const WhatIfOptions& options, const WhatIfReport& report, std::ostream& out) {
  for (const Stall& stall : options.changes.stalls) {
    out << "worker " << stall.worker << " is held back at step " << stall.step
        << ", until others have taken " << stall.steps << " steps\n";
  }
  for (const Slowdown& slowdown : options.changes.slowdowns) {
    out << "worker " << slowdown.worker << " takes one step for each " << slowdown.factor
        << " from step " << slowdown.step << " on\n";
  }
  if (report.continued_at.has_value()) {
    out << "from step " << *report.continued_at << " of the changed run on "
        << (options.then ? options.then->name() + " schedules"
                         : "the recorded schedule is over, and who is left takes turns")
        << '\n';
  }
  out << '\n';
}

}  // namespace

int execute_what_if(const WhatIfOptions& options) {
  const ResultsAside aside({options.record});
  Interrupt interrupt;
  WhatIfReport report;
  {
    Progress progress(progress_stream(false), "steps");
    Watch watch;
    watch.processors = usable_processors();
    watch.interrupted = &interrupt.flag();
    watch.began = [&] { interrupt.begin(); };
    watch.progress = [&](std::uint64_t steps) { progress.update(steps); };
    report = what_if(
        {options.trace, options.changes, options.then, options.record, options.force, options.data},
        watch);
  }
  if (report.other_build) NoteLine() << options.trace << ": " << *report.other_build;
  for (const std::string& note : report.recorded.run.notes) NoteLine() << note;
  if (report.diverged) {
    ErrorLine() << options.trace << ": the replay diverged: " << report.recorded.run.ending.detail;
    return kDoesNotHold;
  }
  if (options.format == Format::kText) write_changes(options, report, std::cout);
  write_table(what_if_table(report), options.format, std::cout);
  if (!report.has_changed) {
    std::cout.flush();
    ErrorLine() << "interrupted while the recorded run was replayed; the changed run has not begun";
    return kDoesNotHold;
  }
  if (options.format == Format::kText && options.record.has_value()) {
    std::cout << "\nto replay: "
              << replay_command_line(*options.record, report.changed.run.experiment) << '\n';
  }
  if (interrupt.flag()) {
    std::cout.flush();
    ErrorLine() << "interrupted; the changed run is compared as far as it came";
    return kDoesNotHold;
  }
  if (report_failure(report.changed.run.ending)) return kDoesNotHold;
  if (report.cut_short) {
    return report_cut_short(options.trace, report.recorded.run.metrics.steps());
  }
  return kOk;
}

}  // namespace hogtie
