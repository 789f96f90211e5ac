#include "core/text/character.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace hogtie {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

/// Characters that are not shown, in ascending order.
constexpr std::array<Range, 12> kHidden{{
    {0x0000, 0x001F},    // controls of ASCII
    {0x007F, 0x009F},    // DEL and the C1 controls
    {0x00AD, 0x00AD},    // soft hyphen
    {0x061C, 0x061C},    // Arabic letter mark: direction
    {0x180E, 0x180E},    // a separator without width
    {0x200B, 0x200F},    // spaces and joiners without width, marks of direction
    {0x2028, 0x202E},    // separators of lines and paragraphs, overrides of direction
    {0x2060, 0x206F},    // joiners without width, isolates of direction
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFF9, 0xFFFB},    // annotations
    {0xFFFE, 0xFFFF},    // no characters
    {0xE0000, 0xE007F},  // tags
}};

struct Blank {
  char32_t code;
  const char* name;
};

/// Blanks that are none of ASCII's.
constexpr std::array<Blank, 4> kBlanks{{
    {0x00A0, "a non-breaking space"},
    {0x2007, "a figure space"},
    {0x202F, "a narrow non-breaking space"},
    {0x3000, "an ideographic space"},
}};

std::string hexadecimal(std::uint32_t value, int digits) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) text += kDigits[(value >> shift) & 15];
  return text;
}

std::uint32_t byte_at(std::string_view text, std::size_t index) {
  return static_cast<unsigned char>(text[index]);
}

}  // namespace

Character first_character(std::string_view text) {
  const std::uint32_t first = byte_at(text, 0);
  if (first < 0x80) return {first, 1, true};
  const Character invalid{first, 1, false};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return invalid;
  std::uint32_t code = first & (0x7FU >> length);
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte_at(text, k) & 0xC0U) != 0x80U) return invalid;
    code = code << 6 | (byte_at(text, k) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kLeast[length] || code > 0x10FFFF || surrogate) return invalid;
  return {code, length, true};
}

bool is_shown(const Character& character) {
  if (!character.valid) return false;
  return std::ranges::none_of(kHidden, [&](const Range& range) {
    return character.code >= range.first && character.code <= range.last;
  });
}

std::string escaped(const Character& character) {
  if (!character.valid || character.code < 0x80) return "\\x" + hexadecimal(character.code, 2);
  if (character.code <= 0xFFFF) return "\\u" + hexadecimal(character.code, 4);
  return "\\U" + hexadecimal(character.code, 8);
}

bool is_wide_blank(const Character& character) {
  return character.valid && std::ranges::any_of(kBlanks, [&](const Blank& blank) {
           return blank.code == character.code;
         });
}

std::string description(const Character& character) {
  if (!character.valid || character.code < 0x80) {
    return "byte 0x" + hexadecimal(character.code, 2);
  }
  std::string digits = hexadecimal(character.code, character.code <= 0xFFFF ? 4 : 6);
  for (char& c : digits) {
    if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
  }
  for (const Blank& blank : kBlanks) {
    if (blank.code == character.code) return "U+" + digits + " (" + blank.name + ")";
  }
  return "U+" + digits;
}

}  // namespace hogtie
