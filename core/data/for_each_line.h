#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace hogtie {

/// Calls `take` with each line of a text file, plain or compressed with zstd (told by its first
/// bytes), without its end, and the line's number, from 1. Returns the digest of the file's bytes
/// (FileBytes). Throws InputError where the file cannot be read or a line is longer than 1 GiB.
std::string for_each_line(const std::string& path,
                          const std::function<void(std::string_view, std::size_t)>& take);

/// Takes the next word off the front of a line, words being separated by blanks; empty at its end.
std::string_view take_word(std::string_view& line);

}  // namespace hogtie
