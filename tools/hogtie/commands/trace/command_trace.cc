#include <array>
#include <iostream>
#include <string_view>

#include "core/error.h"
#include "core/text/nearest.h"
#include "core/text/quote.h"
#include "tools/hogtie/cli/command.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/commands/trace/trace.h"

namespace hogtie {
namespace {

namespace po = boost::program_options;
using namespace std::string_view_literals;

constexpr HelpPage kTraceHelp = {
    .usage =
        "hogtie trace info TRACE [--format FORMAT]\n"
        "hogtie trace show TRACE [--from STEP] [--to STEP] [--format FORMAT]\n"
        "hogtie trace diff TRACE TRACE",
    .description =
        "Reads recorded runs: what was recorded of the whole run (info), its steps (show), or\n"
        "where two runs part (diff): settings, steps, checkpoints, ends and results. info and "
        "diff\n"
        "believe what is recorded, `hogtie replay` checks it. TRACE may be a pipe, or - for "
        "standard\n"
        "input.",
    .examples =
        "hogtie trace info run.trace\n"
        "hogtie trace show run.trace --from 100 --to 120\n"
        "hogtie trace diff run.trace other.trace",
    .does_not_hold = "show: the replay did not do what was recorded; diff: the traces differ",
    .reads_traces = true,
};

int print_help() {
  po::options_description all;
  all.add(trace_info_options()).add(trace_show_options()).add(trace_diff_options());
  std::cout << help_text(kTraceHelp, all);
  return kOk;
}

[[noreturn]] void fail_on_name(const std::string& name) {
  constexpr std::array kNames = {"info"sv, "show"sv, "diff"sv};
  const std::string meant = nearest(name, kNames);
  throw InputError("no command " + quote("trace " + name) + ";" +
                   (meant.empty() ? "" : " did you mean 'trace " + meant + "'?") +
                   " there are: info, show, diff");
}

// Reads the options of one of the commands and executes it.
template <class Options>
int execute(const po::options_description& options, std::span<const std::string> arguments,
            Options (&read)(const CommandLine&), int (&run)(const Options&)) {
  const CommandLine line(options, arguments);
  if (line.has("help")) return print_help();
  return run(read(line));
}

int trace_command(std::span<const std::string> arguments) {
  if (arguments.empty()) throw InputError("'trace' needs one of: info, show, diff");
  const std::string& name = arguments.front();
  const auto rest = arguments.subspan(1);
  if (name == "--help" || name == "-h") return print_help();
  if (name == "info") {
    return execute(trace_info_options(), rest, read_trace_info, execute_trace_info);
  }
  if (name == "show") {
    return execute(trace_show_options(), rest, read_trace_show, execute_trace_show);
  }
  if (name == "diff") {
    return execute(trace_diff_options(), rest, read_trace_diff, execute_trace_diff);
  }
  fail_on_name(name);
}

}  // namespace

constexpr Command commands::trace{
    .name = "trace", .summary = "read recorded runs", .run = trace_command};

}  // namespace hogtie
