#pragma once

#include <string>
#include <string_view>

namespace hogtie {

/// The text with every control character written as \xNN, so that it stays on one line.
std::string printable(std::string_view text);

/// The printable text in single quotes, for an error message; cut after 80 bytes.
std::string quote(std::string_view text);

}  // namespace hogtie
