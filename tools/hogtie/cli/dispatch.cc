#include "tools/hogtie/cli/dispatch.h"

#include <array>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/text/nearest.h"
#include "core/text/quote.h"
#include "sim/build_fingerprint.h"
#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/cli/commands.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/cli/process.h"
#include "tools/hogtie/output/message.h"

namespace hogtie {
namespace {

struct Command {
  std::string_view name;
  int (*execute)(std::span<const std::string>);
};

constexpr std::array<Command, 13> kCommands = {{
    {"run", run_command},
    {"trials", trials_command},
    {"replay", replay_command},
    {"trace", trace_command},
    {"bound", bound_command},
    {"certify", certify_command},
    {"price", price_command},
    {"compare", compare_command},
    {"league", league_command},
    {"fit", fit_command},
    {"train", train_command},
    {"what-if", what_if_command},
    {"list", list_command},
}};

constexpr HelpPage kProgramHelp = {
    .usage = "hogtie COMMAND [ARGUMENT...]",
    .description =
        "Simulates lock-free SGD under a scheduler that works against it.\n\n"
        "commands (`hogtie COMMAND --help` says more):\n"
        "  run     simulate an experiment\n"
        "  trials  simulate it many times: how likely it fails, how long it takes\n"
        "  replay  run a recorded run again, and perhaps go on otherwise\n"
        "  trace   read recorded runs\n"
        "  bound   what the theory promises: step size, iterations, failure probability\n"
        "  certify hold recorded runs, or trials, against every statement of the theory\n"
        "  price   measure the slowdown, and the largest step size, beside what the theory says\n"
        "  compare set simulated schedules beside those of real threads\n"
        "  league  hold every algorithm against every adversary, at its best step size\n"
        "  fit     fit a scheduler to recorded runs\n"
        "  train   train logistic regression on threads: loss and accuracy every epoch\n"
        "  what-if change a recorded run, go on in the simulator, and see what differs\n"
        "  list    list adversaries, objectives or algorithms, and their settings",
    .examples =
        "hogtie run --set workers=16 --trace run.trace\n"
        "hogtie replay run.trace\n"
        "hogtie list adversaries",
    .does_not_hold = "what was asked to hold does not: see the commands",
    .reads_traces = true,
};

const Command* find_command(std::string_view name) {
  for (const Command& command : kCommands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

[[noreturn]] void fail_on_name(const std::string& name) {
  std::vector<std::string_view> names;
  std::string list;
  for (const Command& command : kCommands) {
    list.append(names.empty() ? "" : ", ").append(command.name);
    names.push_back(command.name);
  }
  const std::string meant = nearest(name, names);
  throw InputError("no command " + quote(name) + ";" +
                   (meant.empty() ? "" : " did you mean '" + meant + "'?") + " there are: " + list);
}

// What the program does when no command is named.
int execute_without_command(std::span<const std::string> arguments) {
  boost::program_options::options_description options("options");
  add_flag(options, "version", "print the version");
  add_help(options);
  const CommandLine line(options, arguments);
  line.positional({});
  if (line.has("help")) {
    std::cout << help_text(kProgramHelp, options);
  } else if (line.has("version")) {
    std::cout << "hogtie " << version() << '\n';
  } else {
    throw InputError("no command is given; see `hogtie --help`");
  }
  return kOk;
}

int execute(std::span<const std::string> arguments, const Command* command) {
  if (command) return command->execute(arguments.subspan(1));
  if (!arguments.empty() && !arguments.front().starts_with('-')) fail_on_name(arguments.front());
  return execute_without_command(arguments);
}

}  // namespace

int dispatch(std::span<const std::string> arguments, std::ostream& errors) {
  const Command* const command = arguments.empty() ? nullptr : find_command(arguments.front());
  try {
    const int status = execute(arguments, command);
    if (std::cout.flush()) return status;
    if (output_is_unread()) return kUnread;
    ErrorLine(errors) << "cannot write standard output; see to the place that it goes to";
  } catch (const StandardOutputError& error) {
    if (error.is_unread()) return kUnread;
    ErrorLine(errors) << error.what();
  } catch (const InputError& error) {
    ErrorLine(errors) << error.what();
    return kWrongInput;
  } catch (const std::bad_alloc&) {
    ErrorLine(errors) << "out of memory; set fewer workers or a smaller dimension, or free some";
    return kWrongInput;
  } catch (const std::exception& error) {
    ErrorLine(errors) << "internal error: " << error.what();
  }
  return kInternalError;
}

}  // namespace hogtie
