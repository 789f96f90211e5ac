#include "core/text/shell_word.h"

#include <algorithm>

#include "core/text/character.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

bool is_plain(char c) {
  constexpr std::string_view kPlain = "_-./=,:+%@";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kPlain.find(c) != std::string_view::npos;
}

/// Between $' and '.
std::string escaped_bytes(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const Character character = first_character(text);
    for (const char c : text.substr(0, character.length)) {
      if (!is_shown(character)) {
        result += escaped({static_cast<unsigned char>(c), 1, false});
      } else {
        if (c == '\'' || c == '\\') result += '\\';
        result += c;
      }
    }
    text.remove_prefix(character.length);
  }
  return result;
}

}  // namespace

std::string shell_word(std::string_view text) {
  if (!text.empty() && std::ranges::all_of(text, is_plain)) return std::string(text);
  if (printable(text) != text) return "$'" + escaped_bytes(text) + "'";
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string shell_path(std::string_view path) {
  const bool looks_like_an_option = path.starts_with('-') && path != "-";
  return shell_word(looks_like_an_option ? "./" + std::string(path) : std::string(path));
}

}  // namespace hogtie
