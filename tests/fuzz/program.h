#pragma once

#include <string>
#include <vector>

namespace hogtie::fuzz {

/// What a command of the program did.
struct Outcome {
  int status;
  std::string output;
  std::string errors;
};

/// Runs a command in this process and requires what holds of every command on every input: an exit
/// status that is documented and is not that of an internal error, no exception, an error that is
/// told in a line for every status that needs one, and nothing that a terminal would act upon.
Outcome run_program(const std::vector<std::string>& arguments);

/// The arguments as one line, for messages.
std::string command_text(const std::vector<std::string>& arguments);

}  // namespace hogtie::fuzz
