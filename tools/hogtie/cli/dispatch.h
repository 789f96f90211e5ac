#pragma once

#include <ostream>
#include <span>
#include <string>

namespace hogtie {

/// Runs the command that the arguments (without the program's name) name, and returns the
/// ExitStatus of the program. Errors are written to `errors`: a line "hogtie: ...", and for wrong
/// usage or input one that names the help.
int dispatch(std::span<const std::string> arguments, std::ostream& errors);

}  // namespace hogtie
