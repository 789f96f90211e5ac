#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hogtie {

/// Why a number is not taken as it is written, and how to write it: "'010' begins with a zero;
/// write '10'", which text format would take for octal; or "'0.1f' ends in a letter; write '0.1'".
/// None for a number that may stand as it is, and for a text that is no number.
std::optional<std::string> number_form_problem(std::string_view text);

}  // namespace hogtie
