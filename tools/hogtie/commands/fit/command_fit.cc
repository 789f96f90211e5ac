#include <iostream>

#include "tools/hogtie/cli/command.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/commands/fit/fit.h"

namespace hogtie {
namespace {

constexpr HelpPage kFitHelp = {
    .usage = "hogtie fit TRACE... --out FILE [--held-out TRACE...] [OPTION...]",
    .description =
        "Fits a stochastic scheduler to recorded runs, those of real threads above all, and "
        "writes\n"
        "it to a file for the adversary `histogram`, so that a simulation, also with more workers\n"
        "than there are processors, is scheduled as this machine does. It is two histograms with\n"
        "logarithmic bins: of the steps that a worker takes in a row (runs), and of those that\n"
        "others take until it is due again (stalls, without the longest run in them, which is one\n"
        "of the runs already). Where workers outnumber processors, a third one is of the steps\n"
        "that a worker takes until it is taken off its processor for one that waits (slices). Of\n"
        "threads those processors count that this process may use, if --processors does not say\n"
        "otherwise; a simulated run has one for each worker.\n\n"
        "How good the fit is, is then measured: the experiment is simulated under it, as often as\n"
        "there are held-out traces and with their coins, and both are compared: runs, stalls,\n"
        "slices, contention and delays, by their Kolmogorov-Smirnov distance. The same distance\n"
        "between fitted and held-out traces is what a fit could reach. Without --held-out the fit\n"
        "is held against what it was fitted to, and looks better than it is.\n\n"
        "The traces are of one experiment, with one number of workers, and differ in their seeds "
        "at\n"
        "most: each number of threads has a file of its own. `hogtie compare --keep` records such.",
    .examples =
        "hogtie compare --hardware threads=8 --set algorithm.iterations=100000 --keep traces\n"
        "hogtie fit traces/threads-8-trial-?.trace --out eight.textproto \\\n"
        "           --held-out traces/threads-8-trial-1?.trace\n"
        "hogtie run --set workers=64 --set adversary=histogram \\\n"
        "           --set adversary.schedule_file=eight.textproto",
    .does_not_hold = "it was interrupted, or a run failed",
    .reads_traces = true,
};

int fit_command(std::span<const std::string> arguments) {
  const auto options = fit_options();
  const CommandLine line(options, arguments);
  if (line.has("help")) {
    std::cout << help_text(kFitHelp, options);
    return kOk;
  }
  return execute_fit(read_fit(line));
}

}  // namespace

constexpr Command commands::fit{
    .name = "fit", .summary = "fit a scheduler to recorded runs", .run = fit_command};

}  // namespace hogtie
