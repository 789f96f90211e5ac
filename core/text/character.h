#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hogtie {

/// A character at the beginning of a text in UTF-8, or a byte that begins none.
struct Character {
  char32_t code;       ///< The code point; of an invalid byte, the byte.
  std::size_t length;  ///< Bytes that it takes, 1 to 4.
  bool valid;          ///< Whether it is UTF-8.
};

/// The first character of a text that is not empty.
Character first_character(std::string_view text);

/// Whether a terminal would show the character as it is: it neither controls the terminal, nor
/// breaks the line, nor changes the direction of the text, nor is invisible.
bool is_shown(const Character& character);

/// The character in letters and digits: \x07 for a control character of ASCII or an invalid byte,
/// else \u202e or \U000e0001.
std::string escaped(const Character& character);

/// Whether it looks like a blank and is none of ASCII's, such as a non-breaking space.
bool is_wide_blank(const Character& character);

/// The character for a message: "U+00A0 (a non-breaking space)", "U+202E"; of ASCII, or an invalid
/// byte, "byte 0x07".
std::string description(const Character& character);

}  // namespace hogtie
