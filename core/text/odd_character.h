#pragma once

#include <string>
#include <string_view>

namespace hogtie {

/// The first character of the text that people do not see, or take for a blank, as description()
/// has it: "byte 0x07", "U+00A0 (a non-breaking space)". Empty where there is none. Bytes that are
/// no UTF-8 do not count: a file may be in another encoding.
std::string odd_character(std::string_view text);

}  // namespace hogtie
