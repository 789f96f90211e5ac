#include <iostream>

#include "tools/hogtie/cli/command.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/commands/trials/trials.h"

namespace hogtie {
namespace {

constexpr HelpPage kTrialsHelp = {
    .usage = "hogtie trials [EXPERIMENT.textproto] [OPTION...]",
    .description =
        "Runs the experiment many times, each with coins of its own, and estimates how it does:\n\n"
        "  - P(F_T), the probability that the success region is not reached, with its exact\n"
        "    interval (Clopper and Pearson);\n"
        "  - the hitting time: runs that do not reach the region count as longer than all others\n"
        "    (censored);\n"
        "  - E||x_t-x*||^2 over time, and ||x-x*|| and f(x) at the end, each with Student's "
        "interval\n"
        "    for the mean;\n"
        "  - contention and delays of the iterations of all trials.\n\n"
        "Means are over the trials in which the number is finite; how many ended with numbers "
        "that\n"
        "are not is said beside them.\n"
        "Every trial has a seed, derived from the experiment's and its number; `hogtie run` with "
        "it\n"
        "runs the trial again. Results are the same, bit for bit, for any number of threads.\n"
        "With --target-width the interval is looked at after every 128 trials; stopping so makes "
        "it\n"
        "cover a little less than its confidence. Ctrl-C keeps what is done in a file for "
        "--resume,\n"
        "with which trials can be added to those done before, too.",
    .examples =
        "hogtie trials --set workers=8 --set objective.noise=0.1 --trials 10000\n"
        "hogtie trials experiment.textproto --target-width 0.01 --trials 100000\n"
        "hogtie trials experiment.textproto --worst-trace worst.trace --format json\n"
        "hogtie trials --resume trials-0123456789ab.state",
    .does_not_hold = "trials were interrupted, or a worker or the adversary failed in one",
};

int trials_command(std::span<const std::string> arguments) {
  const auto options = trials_options();
  const CommandLine line(options, arguments);
  if (line.has("help")) {
    std::cout << help_text(kTrialsHelp, options);
    return kOk;
  }
  return execute_trials(read_trials(line));
}

}  // namespace

constexpr Command commands::trials{
    .name = "trials",
    .summary = "simulate it many times: how likely it fails, how long it takes",
    .run = trials_command};

}  // namespace hogtie
