#include <iostream>

#include "tools/hogtie/cli/command.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/commands/compare/compare.h"

namespace hogtie {
namespace {

constexpr HelpPage kCompareHelp = {
    .usage = "hogtie compare [EXPERIMENT.textproto] [OPTION...]",
    .description =
        "Sets simulated schedules beside those of real threads: runs many trials of the "
        "experiment\n"
        "under each adversary and on threads, with as many workers, and compares contention,\n"
        "delays, hitting times and the decay of ||x_t-x*||^2. Trial k has the same coins on all\n"
        "sides.\n\n"
        "Every trial on threads is run three times: recorded, not recorded, for what recording "
        "does\n"
        "to the speed, and with loads and stores for fetch&adds (machine.order=RACY_COUNTED), for\n"
        "the updates that are lost. The record is put in order and executed in the simulator, so\n"
        "that contention and delays are measured on threads as they are on adversaries. Racy "
        "memory\n"
        "cannot be recorded. The machine should have nothing else to do.\n\n"
        "  - The price of asynchrony is the median hitting time in units of that of sequential "
        "SGD\n"
        "    with the same alpha. Intervals of medians are those of order statistics; that of the\n"
        "    price combines two of them.\n"
        "  - Corollary 6.7 is evaluated at the largest contention measured.\n"
        "  - Distributions are compared by the two-sample Kolmogorov-Smirnov distance of all\n"
        "    iterations. Those of one run depend on each other, so the p-value is not the "
        "textbook's:\n"
        "    it is that of a permutation test over trials, exact where there are at most 1000\n"
        "    divisions of them, else with 1000 drawn ones and a fixed seed (p is at least "
        "1/1001).\n\n"
        "machine.kind is not looked at; machine.order and machine.layout are those of the "
        "threads.\n"
        "What is simulated is the same, bit for bit, for any number of threads that it runs on.\n"
        "Ctrl-C ends it with the trials that are done: simulated ones come first, then those on\n"
        "threads, and of both, one trial of every side before the next.",
    .examples =
        "hogtie compare --simulated uniform,swarm --hardware threads=2,4,8\n"
        "hogtie compare tools/examples/breast_cancer.textproto --hardware threads=2 \\\n"
        "               --plot compare.svg\n"
        "hogtie compare --set algorithm.iterations=100000 --set objective.noise=0.1 --keep traces\n"
        "hogtie compare --simulated histogram --set adversary.schedule_file=fitted.textproto",
    .does_not_hold = "it was interrupted, or a worker or the adversary failed in a run",
};

int compare_command(std::span<const std::string> arguments) {
  const auto options = compare_options();
  const CommandLine line(options, arguments);
  if (line.has("help")) {
    std::cout << help_text(kCompareHelp, options);
    return kOk;
  }
  return execute_compare(read_compare(line));
}

}  // namespace

constexpr Command commands::compare{
    .name = "compare",
    .summary = "set simulated schedules beside those of real threads",
    .run = compare_command};

}  // namespace hogtie
