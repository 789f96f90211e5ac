#include <iostream>
#include <optional>
#include <vector>

#include "core/files/temporary_directory.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/interrupt.h"
#include "tools/hogtie/commands/league/league.h"
#include "tools/hogtie/commands/league/league_plot.h"
#include "tools/hogtie/commands/league/league_request.h"
#include "tools/hogtie/commands/league/league_table.h"
#include "tools/hogtie/output/message.h"
#include "tools/hogtie/output/progress.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

LeagueReport run(const LeagueRequest& request, bool quiet, Interrupt& interrupt) {
  std::ostream* const out = progress_stream(quiet);
  Progress sequential(out, "steps to find sequential SGD's best step size");
  Progress progress(out, "searches and cells");
  LeagueWatch watch;
  watch.sequential = [&](std::uint64_t steps) { sequential.update(steps); };
  watch.progress = [&](std::uint64_t done, std::uint64_t total) {
    sequential.erase();
    progress.update(done, total);
  };
  watch.interrupted = &interrupt.flag();
  watch.began = [&] { interrupt.begin(); };
  return run_league(request, watch);
}

}  // namespace

int execute_league(const LeagueOptions& options) {
  Interrupt interrupt;  // until the results are printed
  LeagueRequest request = league_request(options);
  // What drawing would fail at is better said before the measurements.
  for (const std::string& path : options.plots) check_plot(path);
  std::optional<TemporaryDirectory> temporary;
  if (!request.hardware.empty()) request.traces = temporary.emplace().path();
  const LeagueReport report = run(request, options.quiet, interrupt);
  if (report.failure) {
    ErrorLine() << report.failure->where << ": " << report.failure->detail;
    return kDoesNotHold;
  }
  if (report.interrupted && report.sequential.trials == 0) {
    ErrorLine() << "interrupted while sequential SGD, which gives the units, was measured; "
                   "there are no results yet";
    return kDoesNotHold;
  }
  for (const std::string& note : report.data_notes) NoteLine() << note;
  for (const LeftOut& out : report.left_out) {
    NoteLine() << out.name << " is left out: " << out.reason;
  }
  if (options.format == Format::kText) {
    write_league(report, std::cout);
  } else {
    write_table(league_table(report), options.format, std::cout);
  }
  if (!report.cells.empty()) {
    const std::vector<HeatMap> plots = league_plots(report);
    for (const std::string& path : options.plots) {
      write_heat_maps(plots, "price of asynchrony", path);
    }
  }
  if (!report.interrupted) return kOk;
  std::cout.flush();
  ErrorLine() << "interrupted after " << report.cells.size() << " of " << report.cells_in_all
              << " cells"
              << (report.cells.empty() && !options.plots.empty() ? "; nothing is drawn" : "");
  return kDoesNotHold;
}

}  // namespace hogtie
