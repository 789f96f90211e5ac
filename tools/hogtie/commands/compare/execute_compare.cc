#include <filesystem>
#include <iostream>
#include <optional>
#include <system_error>
#include <vector>

#include "core/error.h"
#include "core/files/temporary_directory.h"
#include "core/text/quote.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/interrupt.h"
#include "tools/hogtie/commands/compare/compare.h"
#include "tools/hogtie/commands/compare/compare_plot.h"
#include "tools/hogtie/commands/compare/compare_request.h"
#include "tools/hogtie/commands/compare/compare_table.h"
#include "tools/hogtie/output/message.h"
#include "tools/hogtie/output/progress.h"
#include "tools/hogtie/output/write_plot.h"

namespace hogtie {
namespace {

void make_directory(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) {
    throw InputError("cannot make the directory " + quote(path) + ": " + error.message() +
                     "; give another one");
  }
}

CompareReport run(const CompareRequest& request, bool quiet, Interrupt& interrupt) {
  Progress progress(progress_stream(quiet), "trials");
  CompareWatch watch;
  watch.progress = [&](std::uint64_t done, std::uint64_t total) { progress.update(done, total); };
  watch.interrupted = &interrupt.flag();
  watch.began = [&] { interrupt.begin(); };
  return run_compare(request, watch);
}

void write_warnings(const CompareReport& report) {
  for (const std::string& note : report.data_notes) NoteLine() << note;
  for (const SideReport& side : report.sides) {
    const TrialTally& tally = side.trials.tally;
    if (tally.not_finite > 0) {
      NoteLine() << (side.side.on_threads() ? "threads" : side.side.adversary)
                 << ", n = " << side.side.workers << ": the numbers of " << tally.not_finite
                 << " of " << tally.trials
                 << " trials left the range of doubles; means are of the others";
    }
    if (!side.trials.threads) continue;
    for (const std::string& warning : side.trials.threads->warnings) {
      NoteLine() << warning;
    }
  }
}

}  // namespace

int execute_compare(const CompareOptions& options) {
  Interrupt interrupt;  // until the results are printed
  CompareRequest request = compare_request(options);
  // What drawing and writing would fail at is better said before the measurements.
  for (const std::string& path : options.plots) check_plot(path);
  std::optional<TemporaryDirectory> temporary;
  if (options.keep) {
    make_directory(*options.keep);
    request.traces = *options.keep;
    request.keeps_traces = true;
  } else {
    request.traces = temporary.emplace().path();
  }
  const CompareReport report = run(request, options.quiet, interrupt);
  if (report.failure) {
    ErrorLine() << report.failure->where << ": " << report.failure->detail;
    return kDoesNotHold;
  }
  write_warnings(report);
  write_compare(request, report, options.format, std::cout);
  const std::vector<Plot> plots = compare_plots(report);
  for (const std::string& path : options.plots) {
    if (!plots.empty()) write_plot(plots, path);
  }
  if (!report.interrupted) return kOk;
  std::cout.flush();
  ErrorLine() << "interrupted after " << report.trials() << " of " << trials_in_all(request)
              << " trials";
  return kDoesNotHold;
}

}  // namespace hogtie
