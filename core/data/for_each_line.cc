#include "core/data/for_each_line.h"

#include <algorithm>

#include "core/data/file_bytes.h"
#include "core/error.h"

namespace hogtie {
namespace {

/// Far above what any row takes; keeps a file without line ends from filling memory.
constexpr std::size_t kLongestLine = std::size_t{1} << 30;

}  // namespace

std::string for_each_line(const std::string& path,
                          const std::function<void(std::string_view, std::size_t)>& take) {
  FileBytes bytes(path);
  std::string begun;  // a line whose end has not been seen
  std::size_t line = 0;
  for (std::string_view text = bytes.next(); !text.empty(); text = bytes.next()) {
    for (;;) {
      const std::size_t end = text.find('\n');
      if (end == std::string_view::npos) break;
      if (begun.empty()) {
        take(text.substr(0, end), ++line);
      } else {
        begun += text.substr(0, end);
        take(begun, ++line);
        begun.clear();
      }
      text.remove_prefix(end + 1);
    }
    begun += text;
    if (begun.size() > kLongestLine) {
      throw InputError(path + ":" + std::to_string(line + 1) +
                       ": the line is longer than 1 GiB; write one row a line");
    }
  }
  if (!begun.empty()) take(begun, ++line);
  return bytes.digest();
}

std::string_view take_word(std::string_view& line) {
  constexpr std::string_view kBlanks = " \t\r";
  line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(kBlanks));
  line.remove_prefix(word.size());
  return word;
}

}  // namespace hogtie
