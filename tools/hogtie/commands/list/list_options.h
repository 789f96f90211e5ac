#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/hogtie/cli/command_line.h"

namespace hogtie {

/// The entries of an option whose value is a list, separated by commas; none where it is not given.
/// All throw InputError for an empty list or entry, one that is not as stated, or one named twice;
/// or for a value that does not begin with `prefix`, which stands before the list.
std::vector<std::string> read_list(const CommandLine& line, const std::string& option,
                                   const std::string& prefix = {});

/// As integers of at least `smallest` and at most `largest`.
std::vector<std::uint64_t> read_integers(const CommandLine& line, const std::string& option,
                                         std::uint64_t smallest, std::uint64_t largest,
                                         const std::string& prefix = {});

/// As numbers of at least `smallest` and at most `largest`.
std::vector<double> read_numbers(const CommandLine& line, const std::string& option,
                                 double smallest, double largest);

}  // namespace hogtie
