#include <iostream>

#include "tools/hogtie/cli/command.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/commands/run/run.h"

namespace hogtie {
namespace {

constexpr HelpPage kRunHelp = {
    .usage = "hogtie run [EXPERIMENT.textproto] [OPTION...]",
    .description =
        "Simulates the experiment under its adversary, or runs it on real threads with\n"
        "--set machine=threads, and prints what came of it. Without a file\n"
        "every setting has its default; settings of the file are changed with --set. Files that "
        "it\n"
        "names are relative to it, those of --set to where the program runs; `-` in its place is\n"
        "standard input. Ctrl-C ends a run early: what it did until then is reported, and\n"
        "recorded.",
    .examples =
        "hogtie run --set workers=16 --set adversary.name=uniform\n"
        "hogtie run experiment.textproto --trace run.trace\n"
        "hogtie run experiment.textproto --trials 100 --format csv > trials.csv\n"
        "hogtie run experiment.textproto --set machine=threads --trace hardware.trace",
    .does_not_hold =
        "a worker or the adversary failed, the run was interrupted or came to the limit on "
        "memory,\n"
        "     its numbers are not finite, or, with --require-success, a run did not reach the\n"
        "     success region",
};

int run_command(std::span<const std::string> arguments) {
  const auto options = run_options();
  const CommandLine line(options, arguments);
  if (line.has("help")) {
    std::cout << help_text(kRunHelp, options);
    return kOk;
  }
  return execute_run(read_run(line));
}

}  // namespace

constexpr Command commands::run{
    .name = "run", .summary = "simulate an experiment", .run = run_command};

}  // namespace hogtie
