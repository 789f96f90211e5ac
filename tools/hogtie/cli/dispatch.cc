#include "tools/hogtie/cli/dispatch.h"

#include <algorithm>
#include <array>
#include <cstddef>
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
#include "tools/hogtie/cli/command.h"
#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/cli/process.h"
#include "tools/hogtie/output/message.h"

namespace hogtie {
namespace {

constexpr std::array kCommands{
#define HOGTIE_COMMAND(command) &commands::command,
#include "tools/hogtie/commands/commands.def"
#undef HOGTIE_COMMAND
};

/// The description of the program, with a line for each command.
std::string description() {
  std::size_t width = 0;
  for (const Command* const command : kCommands) width = std::max(width, command->name.size() + 1);
  std::string text =
      "Simulates lock-free SGD under a scheduler that works against it.\n\n"
      "commands (`hogtie COMMAND --help` says more):";
  for (const Command* const command : kCommands) {
    text.append("\n  ").append(command->name);
    text.append(width - command->name.size(), ' ').append(command->summary);
  }
  return text;
}

std::string program_help(const boost::program_options::options_description& options) {
  const std::string commands = description();
  const HelpPage page{
      .usage = "hogtie COMMAND [ARGUMENT...]",
      .description = commands,
      .examples =
          "hogtie run --set workers=16 --trace run.trace\n"
          "hogtie replay run.trace\n"
          "hogtie list adversaries",
      .does_not_hold = "what was asked to hold does not: see the commands",
      .reads_traces = true,
  };
  return help_text(page, options);
}

const Command* find_command(std::string_view name) {
  for (const Command* const command : kCommands) {
    if (command->name == name) return command;
  }
  return nullptr;
}

[[noreturn]] void fail_on_name(const std::string& name) {
  std::vector<std::string_view> names;
  std::string list;
  for (const Command* const command : kCommands) {
    list.append(names.empty() ? "" : ", ").append(command->name);
    names.push_back(command->name);
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
    std::cout << program_help(options);
  } else if (line.has("version")) {
    std::cout << "hogtie " << version() << '\n';
  } else {
    throw InputError("no command is given; see `hogtie --help`");
  }
  return kOk;
}

int execute(std::span<const std::string> arguments, const Command* command) {
  if (command) return command->run(arguments.subspan(1));
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
