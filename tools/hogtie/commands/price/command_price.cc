#include <iostream>

#include "tools/hogtie/cli/command.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/commands/price/price.h"

namespace hogtie {
namespace {

constexpr HelpPage kPriceHelp = {
    .usage = "hogtie price [EXPERIMENT.textproto] [OPTION...]",
    .description =
        "Measures what asynchrony costs: for each adversary, number of workers n, delay tau and\n"
        "step size alpha, how many times slower SGD is than sequential SGD with the same alpha, "
        "and\n"
        "with the best alpha of each:\n\n"
        "  - in the exponent: the rate at which ||x_t-x*|| contracts per iteration, measured from\n"
        "    x_0 to just above where the run takes it, and between whole rounds of tau + 1 or\n"
        "    tau + n - 1 iterations for stale_gradient and swarm; none where it ends at a floor "
        "of\n"
        "    noise above a twentieth of ||x_0-x*||^2;\n"
        "  - in the hitting time: the median number of iterations to the success region.\n\n"
        "Beside them stand statement 7's slowdown (Theorem 5.1; statement 8's for swarm) and its\n"
        "lower bound linear in tau, and the price by Corollary 6.7, A/M^2, and by De Sa et al.\n"
        "Where a premise fails, or there is no such number, the cell is empty.\n\n"
        "A run converges if all distances are finite, and in its last quarter the largest mean of\n"
        "||x_t-x*||^2 over the trials is below ||x_0-x*||^2. The largest alpha that converges is\n"
        "found for each adversary, n and tau by bisection, to within 1 %: one of at most 1.01 "
        "times\n"
        "it does not. Sequential SGD's own stands beside it.\n\n"
        "tau is adversary.tau for the adversaries that take it, and for the others the bound on\n"
        "contention adversary.tau_max, so that all are held to the same delay. A run has\n"
        "algorithm.iterations iterations, or 32 rounds where that is more. Without a file the\n"
        "quadratic has one coordinate. What an option lists goes before what the experiment sets.\n"
        "Results are the same, bit for bit, for any number of threads.",
    .examples =
        "hogtie price\n"
        "hogtie price --alpha 0.1 --tau 58,232 --workers 2 --adversaries stale_gradient\n"
        "hogtie price --tau 4,16,64,256,1024 --plot price.svg --plot price.png\n"
        "hogtie price --set objective.noise=0.1 --trials 100 --format csv\n"
        "hogtie price tools/examples/breast_cancer.textproto --tau 16 \\\n"
        "             --set algorithm.iterations=8000 --set success.every=10",
    .does_not_hold = "it was interrupted, or a worker or the adversary failed in a run",
};

int price_command(std::span<const std::string> arguments) {
  const auto options = price_options();
  const CommandLine line(options, arguments);
  if (line.has("help")) {
    std::cout << help_text(kPriceHelp, options);
    return kOk;
  }
  return execute_price(read_price(line));
}

}  // namespace

constexpr Command commands::price{
    .name = "price",
    .summary = "measure the slowdown, and the largest step size, beside what the theory says",
    .run = price_command};

}  // namespace hogtie
