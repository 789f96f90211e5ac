#include <iostream>

#include "core/data/check_output.h"
#include "sim/fit/run_fit.h"
#include "sim/fit/write_histogram.h"
#include "sim/price/measure.h"
#include "tools/hogtie/commands.h"
#include "tools/hogtie/exit_status.h"
#include "tools/hogtie/fit_table.h"
#include "tools/hogtie/interrupt.h"
#include "tools/hogtie/output/message.h"
#include "tools/hogtie/output/progress.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

FitReport run(const FitRequest& request, bool quiet) {
  const Interrupt interrupt;
  Progress progress(progress_stream(quiet), "runs");
  FitWatch watch;
  watch.progress = [&](std::uint64_t done, std::uint64_t total) { progress.update(done, total); };
  watch.interrupted = &interrupt.flag();
  return run_fit(
      request,
      [&](const FitReport& report) {
        write_histogram(request.schedule_file, fit_comments(request, report), report.histogram);
      },
      watch);
}

}  // namespace

int execute_fit(const FitOptions& options) {
  check_output(options.out, "a schedule");
  const FitRequest request{options.traces,     options.held_out, options.force,
                           options.processors, options.out,      options.data};
  try {
    const FitReport report = run(request, options.quiet);
    if (options.format == Format::kText) {
      write_fit(request, report, std::cout);
    } else {
      write_table(fit_table(report), options.format, std::cout);
    }
    return kOk;
  } catch (const Interrupted&) {
    ErrorLine() << "interrupted; how good the fit is was not measured";
  } catch (const RunFailure& failure) {
    ErrorLine() << failure.what();
  }
  return kDoesNotHold;
}

}  // namespace hogtie
