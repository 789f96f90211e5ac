#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "core/files/output_file.h"
#include "core/files/output_place.h"
#include "core/files/temporary_directory.h"
#include "sim/studies/common/run_failure.h"
#include "sim/studies/fit/run_fit.h"
#include "sim/studies/fit/write_histogram.h"
#include "tools/hogtie/cli/cut_short.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/interrupt.h"
#include "tools/hogtie/commands/fit/fit.h"
#include "tools/hogtie/commands/fit/fit_table.h"
#include "tools/hogtie/output/message.h"
#include "tools/hogtie/output/progress.h"
#include "tools/hogtie/output/results_aside.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

FitReport run(FitRequest request, bool quiet, Interrupt& interrupt) {
  const std::string out = request.schedule_file;
  // What goes through a pipe is not there for the simulator.
  std::optional<TemporaryDirectory> aside;
  if (output_place(out).kind != OutputPlace::Kind::kFile) {
    request.schedule_file = aside.emplace().path() + "/schedule";
  }
  Progress progress(progress_stream(quiet), "runs");
  FitWatch watch;
  watch.progress = [&](std::uint64_t done, std::uint64_t total) { progress.update(done, total); };
  watch.interrupted = &interrupt.flag();
  watch.began = [&] { interrupt.begin(); };
  return run_fit(
      request,
      [&](const FitReport& report) {
        const std::vector<std::string> comments = fit_comments(request, report);
        write_histogram(out, comments, report.histogram);
        if (aside) write_histogram(request.schedule_file, comments, report.histogram);
      },
      watch);
}

}  // namespace

int execute_fit(const FitOptions& options) {
  Interrupt interrupt;  // until the results are printed
  const ResultsAside aside({options.out});
  check_output(options.out);
  const FitRequest request{options.traces,     options.held_out, options.force,
                           options.processors, options.out,      options.data};
  try {
    const FitReport report = run(request, options.quiet, interrupt);
    for (const std::string& note : report.data_notes) NoteLine() << note;
    if (report.interrupted && report.histogram.runs().empty()) {
      ErrorLine() << "interrupted after " << report.runs << " of " << report.runs_in_all
                  << " runs; nothing is fitted yet";
      return kDoesNotHold;
    }
    if (options.format == Format::kText) {
      write_fit(request, report, std::cout);
    } else {
      write_table(fit_table(report), options.format, std::cout);
    }
    if (!report.interrupted) {
      int status = kOk;
      for (const CutTrace& cut : report.cut_short) status = report_cut_short(cut.trace, cut.steps);
      return status;
    }
    std::cout.flush();
    if (report.fitted_traces < options.traces.size()) {
      ErrorLine() << "interrupted after " << report.fitted_traces << " of " << options.traces.size()
                  << " traces; the fit to these is written";
    } else {
      ErrorLine() << "interrupted after " << report.runs << " of " << report.runs_in_all
                  << " runs; the fit is written, how good it is was measured on those";
    }
  } catch (const RunFailure& failure) {
    ErrorLine() << failure.what();
  }
  return kDoesNotHold;
}

}  // namespace hogtie
