#include <iostream>

#include "tools/hogtie/cli/command.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/commands/replay/replay.h"

namespace hogtie {
namespace {

constexpr HelpPage kReplayHelp = {
    .usage = "hogtie replay TRACE [OPTION...]",
    .description =
        "Runs a recorded run again, step by step, and checks that it does what was recorded: "
        "every\n"
        "operation, the digests at every checkpoint, how the run ended and its results. What "
        "ended\n"
        "it from outside, as an interrupt did, is taken as recorded. TRACE may be a pipe, or - "
        "for\n"
        "standard input.\n\n"
        "With --then, another adversary continues it from the last step that is replayed. With\n"
        "--on threads, real threads take turns as recorded, and the registers are held against "
        "the\n"
        "trace's digests.\n\n"
        "The data file of a trace is read only if its size and digest are the recorded ones, and\n"
        "only from the directory of the trace or the working directory, or below them; --data\n"
        "names it elsewhere. So do the other commands that run a trace.",
    .examples =
        "hogtie replay run.trace\n"
        "hogtie replay run.trace --until 1000 --then uniform\n"
        "hogtie replay run.trace --until 1000 --then sequential --trace other.trace\n"
        "hogtie replay run.trace --on threads",
    .does_not_hold =
        "the replay did not do what was recorded, or was interrupted, or, with --then, a worker "
        "or\n"
        "     the adversary failed, the limit on memory was reached, or numbers are not finite",
    .reads_traces = true,
};

int replay_command(std::span<const std::string> arguments) {
  const auto options = replay_options();
  const CommandLine line(options, arguments);
  if (line.has("help")) {
    std::cout << help_text(kReplayHelp, options);
    return kOk;
  }
  return execute_replay(read_replay(line));
}

}  // namespace

constexpr Command commands::replay{
    .name = "replay",
    .summary = "run a recorded run again, and perhaps go on otherwise",
    .run = replay_command};

}  // namespace hogtie
