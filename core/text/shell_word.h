#pragma once

#include <string>
#include <string_view>

namespace hogtie {

/// The text as one word of bash, in quotes where it needs them: for commands that are printed to be
/// pasted. What printable() would change is written as bash's $'\x1b', so that the terminal shows
/// the word as it is, and pasting it gives the same bytes. The text has no zero byte.
std::string shell_word(std::string_view text);

/// The same of a path, which must not be taken for an option: "./-x". "-" stays as it is.
std::string shell_path(std::string_view path);

}  // namespace hogtie
