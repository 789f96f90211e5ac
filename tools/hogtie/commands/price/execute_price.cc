#include <iostream>

#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/interrupt.h"
#include "tools/hogtie/commands/price/price.h"
#include "tools/hogtie/commands/price/price_plot.h"
#include "tools/hogtie/commands/price/price_request.h"
#include "tools/hogtie/commands/price/price_table.h"
#include "tools/hogtie/output/message.h"
#include "tools/hogtie/output/progress.h"
#include "tools/hogtie/output/write_plot.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

PriceReport run(const PriceRequest& request, bool quiet, Interrupt& interrupt) {
  Progress progress(progress_stream(quiet), "measurements");
  PriceWatch watch;
  watch.progress = [&](std::uint64_t done, std::uint64_t total) { progress.update(done, total); };
  watch.interrupted = &interrupt.flag();
  watch.began = [&] { interrupt.begin(); };
  return run_price(request, watch);
}

}  // namespace

int execute_price(const PriceOptions& options) {
  Interrupt interrupt;  // until the results are printed
  const PriceRequest request = price_request(options);
  // What drawing would fail at is better said before the measurements.
  for (const std::string& path : options.plots) check_plot(path);
  const PriceReport report = run(request, options.quiet, interrupt);
  if (report.failure) {
    ErrorLine() << report.failure->where << ": " << report.failure->detail;
    return kDoesNotHold;
  }
  for (const std::string& note : report.data_notes) NoteLine() << note;
  if (report.interrupted && report.lines.empty()) {
    ErrorLine() << "interrupted before the first of " << report.lines_in_all
                << " adversaries, workers and tau was measured; there are no results yet";
    return kDoesNotHold;
  }
  if (options.format == Format::kText) {
    write_price(request, report, std::cout);
  } else {
    write_table(price_table(request, report), options.format, std::cout);
  }
  std::cout.flush();
  if (!options.plots.empty()) {
    const Plot plot = price_plot(request, report);
    for (const std::string& path : options.plots) write_plot({&plot, 1}, path);
  }
  if (!report.interrupted) return kOk;
  ErrorLine() << "interrupted after " << report.lines.size() << " of " << report.lines_in_all
              << " adversaries, workers and tau; the others are left out";
  return kDoesNotHold;
}

}  // namespace hogtie
