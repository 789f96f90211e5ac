#include "core/text/odd_character.h"

#include "core/text/character.h"

namespace hogtie {

std::string odd_character(std::string_view text) {
  while (!text.empty()) {
    const Character character = first_character(text);
    // Letters of any language are none.
    if (character.valid && (!is_shown(character) || is_wide_blank(character))) {
      return description(character);
    }
    text.remove_prefix(character.length);
  }
  return {};
}

}  // namespace hogtie
