#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hogtie {

/// A command of the program. Every command defines its own, in its folder.
struct Command {
  std::string_view name;
  std::string_view summary;  ///< Its line in the help of the program.
  /// Takes the arguments after the name. Writes results to stdout, and returns an ExitStatus.
  /// Throws InputError for wrong usage or input.
  int (*run)(std::span<const std::string> arguments);
};

/// All commands.
namespace commands {

#define HOGTIE_COMMAND(command) extern const Command command;
#include "tools/hogtie/commands/commands.def"
#undef HOGTIE_COMMAND

}  // namespace commands
}  // namespace hogtie
