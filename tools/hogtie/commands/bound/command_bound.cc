#include <iostream>

#include "tools/hogtie/cli/command.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/commands/bound/bound.h"

namespace hogtie {
namespace {

constexpr HelpPage kBoundHelp = {
    .usage =
        "hogtie bound [--experiment FILE] [--set SETTING=VALUE...] [OPTION...]\n"
        "hogtie bound --c C --L L --M M --d D --n N --tau-max TAU --epsilon E [OPTION...]",
    .description =
        "What the theory promises of SGD: for sequential SGD, for asynchronous SGD by De Sa et "
        "al.\n"
        "(2015), by Theorem 6.5 and by Corollary 6.7 of Alistarh, De Sa and Konstantinov (2018), "
        "and\n"
        "for their FullSGD. For each the step size and the iterations that are recommended, the\n"
        "price of asynchrony, the promise at given ones, and the largest tau_max at which these\n"
        "still keep it.\n\n"
        "The constants are given by hand, or are those of an experiment's objective over its "
        "ball;\n"
        "its workers, success region, step size, iterations and, where its adversary keeps to "
        "one,\n"
        "tau_max are taken too. What an option gives goes before what the experiment says.",
    .examples =
        "hogtie bound --c 1 --L 1 --M 2 --d 8 --n 4 --tau-max 64 --epsilon 0.01\n"
        "hogtie bound --c 1 --L 1 --M 2 --d 8 --n 4 --tau-max 64 --epsilon 0.01 \\\n"
        "             --alpha 0.0002 --iterations 1000000 --delta 0.05\n"
        "hogtie bound --experiment tools/examples/breast_cancer.textproto --tau-max 1000\n"
        "hogtie bound --set workers=8 --set adversary.name=max_delay --format json",
    .does_not_hold = {},
};

int bound_command(std::span<const std::string> arguments) {
  const auto options = bound_options();
  const CommandLine line(options, arguments);
  if (line.has("help")) {
    std::cout << help_text(kBoundHelp, options);
    return kOk;
  }
  return execute_bound(read_bound(line));
}

}  // namespace

constexpr Command commands::bound{
    .name = "bound",
    .summary = "what the theory promises: step size, iterations, failure probability",
    .run = bound_command};

}  // namespace hogtie
