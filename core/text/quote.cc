#include "core/text/quote.h"

#include <cstddef>

#include "core/text/character.h"

namespace hogtie {
namespace {

constexpr std::size_t kLongest = 80;

// The length of the longest prefix of at most `limit` bytes that splits no character.
std::size_t prefix_length(std::string_view text, std::size_t limit) {
  std::size_t length = 0;
  while (length < limit) {
    const std::size_t next = length + first_character(text.substr(length)).length;
    if (next > limit) break;
    length = next;
  }
  return length;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const Character character = first_character(text);
    if (is_shown(character)) {
      result += text.substr(0, character.length);
    } else {
      result += escaped(character);
    }
    text.remove_prefix(character.length);
  }
  return result;
}

std::string quote(std::string_view text) {
  if (text.size() <= kLongest) return "'" + printable(text) + "'";
  return "'" + printable(text.substr(0, prefix_length(text, kLongest))) + "...'";
}

}  // namespace hogtie
