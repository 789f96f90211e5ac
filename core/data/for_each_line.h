#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "core/data/data_origin.h"
#include "core/data/data_source.h"

namespace hogtie {

/// The receiver of the lines of a text file.
struct LineReader {
  /// Called with each line, without its end, and the line's number, from 1.
  std::function<void(std::string_view line, std::size_t number)> take;
  /// Bytes of memory that the lines taken so far have come to.
  std::function<std::uint64_t()> kept;
};

/// Reads a text file, plain or compressed (FileBytes), without a byte order mark at its beginning.
/// Throws InputError where the file cannot be read, a line is longer than 256 MiB, or the file is
/// too large for what it is: its text or what is kept of it comes to more than 256 MiB and to more
/// than 100 times the bytes of the file, or what is kept takes more than half of the memory.
DataOrigin for_each_line(const DataSource& source, const LineReader& reader);

/// Takes the next word off the front of a line, words being separated by blanks; empty at its end.
std::string_view take_word(std::string_view& line);

}  // namespace hogtie
