#pragma once

#include <string>
#include <string_view>

namespace hogtie {

/// The text as a terminal may show it: UTF-8 on one line. What is no UTF-8 and every character that
/// is not shown (see is_shown in core/text/character.h) is written out, as \x1b or \u202e.
/// Printable text stays as it is.
std::string printable(std::string_view text);

/// The printable text in single quotes, for an error message; cut after 80 bytes.
std::string quote(std::string_view text);

}  // namespace hogtie
