#include "core/text/quote.h"

#include <cstddef>

namespace hogtie {
namespace {

constexpr std::size_t kLongest = 80;

// The length of the longest prefix of at most `limit` bytes that splits no UTF-8 sequence.
std::size_t prefix_length(std::string_view text, std::size_t limit) {
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  return limit;
}

}  // namespace

std::string printable(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string result;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte >= 0x20 && byte != 0x7F) {
      result += letter;
    } else {
      result += "\\x";
      result += kDigits[byte >> 4];
      result += kDigits[byte & 15];
    }
  }
  return result;
}

std::string quote(std::string_view text) {
  if (text.size() <= kLongest) return "'" + printable(text) + "'";
  return "'" + printable(text.substr(0, prefix_length(text, kLongest))) + "...'";
}

}  // namespace hogtie
