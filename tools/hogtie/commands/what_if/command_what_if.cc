#include <iostream>

#include "tools/hogtie/cli/command.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/commands/what_if/what_if.h"

namespace hogtie {
namespace {

constexpr HelpPage kWhatIfHelp = {
    .usage =
        "hogtie what-if TRACE --stall WORKER@STEP+STEPS [OPTION...]\n"
        "hogtie what-if TRACE --slow WORKER@STEP:FACTOR [OPTION...]",
    .description =
        "Changes the schedule of a recorded run, of threads or simulated, runs it again in\n"
        "the simulator with the same coins, and sets the outcomes side by side. Up to the\n"
        "first change the schedule is followed exactly. From there on its entries are\n"
        "opportunities, as time is to threads:\n\n"
        "  --stall  holds a worker back at a recorded step, until the others have taken so many\n"
        "           steps: its entries pass meanwhile, and are not made up for\n"
        "  --slow   of every FACTOR entries of a worker only the last is taken\n\n"
        "Entries of a worker that has ended pass, too. When the schedule is over, the workers\n"
        "that are left take turns of one step; so they do where the recorded run was cut\n"
        "short. With --then, that adversary schedules from the first change on instead; where\n"
        "it chooses a worker that is held back, or a slow one whose step passes, the next in\n"
        "turn of the others goes. Steps of later changes are then those of the run. A stall\n"
        "ends early where nobody else is left to move.",
    .examples =
        "hogtie what-if run.trace --stall 0@1000+50000\n"
        "hogtie what-if run.trace --slow 1@0:4 --format json\n"
        "hogtie what-if run.trace --stall 0@1000+500 --then swarm --set adversary.tau=100\n"
        "hogtie what-if run.trace --stall 0@1000+500 --stall 1@9000+500 --trace other.trace",
    .does_not_hold =
        "the replay did not do what was recorded, it was interrupted, or in the changed run a\n"
        "     worker or the adversary failed, the limit on memory was reached, or numbers are not\n"
        "     finite",
    .reads_traces = true,
};

int what_if_command(std::span<const std::string> arguments) {
  const auto options = what_if_options();
  const CommandLine line(options, arguments);
  if (line.has("help")) {
    std::cout << help_text(kWhatIfHelp, options);
    return kOk;
  }
  return execute_what_if(read_what_if(line));
}

}  // namespace

constexpr Command commands::what_if{
    .name = "what-if",
    .summary = "change a recorded run, go on in the simulator, and see what differs",
    .run = what_if_command};

}  // namespace hogtie
