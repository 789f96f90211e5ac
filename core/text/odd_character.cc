#include "core/text/odd_character.h"

#include <array>

namespace hogtie {
namespace {

struct Invisible {
  std::string_view bytes;  // in UTF-8
  const char* name;
};

constexpr std::array<Invisible, 6> kInvisible = {{
    {"\xC2\xA0", "U+00A0, a non-breaking space"},
    {"\xE2\x80\x87", "U+2007, a figure space"},
    {"\xE2\x80\x8B", "U+200B, a space of no width"},
    {"\xE2\x80\xAF", "U+202F, a narrow non-breaking space"},
    {"\xE3\x80\x80", "U+3000, an ideographic space"},
    {"\xEF\xBB\xBF", "U+FEFF, a byte order mark"},
}};

}  // namespace

std::string odd_character(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr unsigned char kDelete = 0x7F;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == kDelete) {
      return std::string("byte 0x") + kDigits[byte >> 4] + kDigits[byte & 15];
    }
    for (const Invisible& character : kInvisible) {
      if (text.substr(i).starts_with(character.bytes)) return character.name;
    }
  }
  return {};
}

}  // namespace hogtie
