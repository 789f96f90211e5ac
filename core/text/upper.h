#pragma once

#include <string>
#include <string_view>

namespace hogtie {

/// The text with the letters of ASCII in capitals, whatever the locale.
inline std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return result;
}

}  // namespace hogtie
