#include <iostream>

#include "tools/hogtie/cli/command.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/commands/league/league.h"

namespace hogtie {
namespace {

constexpr HelpPage kLeagueHelp = {
    .usage = "hogtie league [EXPERIMENT.textproto] [OPTION...]",
    .description =
        "Holds every algorithm against every adversary, each at its best step size alpha, and\n"
        "says what that costs: the median number of iterations to the success region, the price\n"
        "of asynchrony (that in units of sequential SGD's at its own best alpha), how often the\n"
        "region is missed and why, lost updates, and steps spent waiting.\n\n"
        "The best alpha is that with the smallest upper end of the 95 % interval of its median\n"
        "hitting time in 32 other trials, failures counted as infinite; of several, the\n"
        "smallest. Without any, that with the most trials that hit. It is looked for among\n"
        "powers of 2 around 1/L, then halfway and a quarter of the way between them; once under\n"
        "the adversary itself ('tuned against it'), and once under the adversary uniform\n"
        "('tuned under uniform'). An alpha is given up once it\n"
        "cannot beat the best any more, or after 8 trials without a hit, which happens to one\n"
        "that is as good with a probability of at most 1/256. Where no alpha lets any trial hit\n"
        "there is none, and sequential SGD's is taken. algorithm.step_size is not looked at.\n\n"
        "A trial fails that is not in the success region within its budget:\n"
        "algorithm.iterations, or, where that is not set, 32 times the median hitting time of\n"
        "sequential SGD (at least 1000; it is looked for up to 256000). An iteration is a\n"
        "gradient, whatever the algorithm makes of it. Trials end once they are decided: at\n"
        "their hit, or when they have diverged (a coordinate is not finite, or 1e6 times as\n"
        "large as all of x_0, x* and 1). algorithm.epochs is 4 of full_sgd and 10 of kromagnon\n"
        "where it is not set, and the budget is divided among them.\n\n"
        "Other defaults: limits.spins is 20000, adversary.tau 16, and without a file the\n"
        "quadratic has noise 0.3. Algorithms and adversaries that are not named are left out,\n"
        "with a note, where they cannot run on the objective. On threads the hitting time is\n"
        "that of recorded runs. What is simulated is the same, bit for bit, for any number of\n"
        "threads. An interrupt leaves the cells that are done.",
    .examples =
        "hogtie league\n"
        "hogtie league --algorithms epoch_sgd,hogwild,locked_sgd --adversaries uniform,swarm\n"
        "hogtie league --trials 200 --plot league.svg --plot league.png\n"
        "hogtie league --hardware threads=2,4 --format csv\n"
        "hogtie league --objective logistic --set success.epsilon=0.1 \\\n"
        "              --set objective.data.path=tests/data/breast-cancer.svm",
    .does_not_hold = "it was interrupted, or a worker or the adversary failed in a run",
};

int league_command(std::span<const std::string> arguments) {
  const auto options = league_options();
  const CommandLine line(options, arguments);
  if (line.has("help")) {
    std::cout << help_text(kLeagueHelp, options);
    return kOk;
  }
  return execute_league(read_league(line));
}

}  // namespace

constexpr Command commands::league{
    .name = "league",
    .summary = "hold every algorithm against every adversary, at its best step size",
    .run = league_command};

}  // namespace hogtie
