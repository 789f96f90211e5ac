#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace hogtie {

/// The figures of a data file that a trace or a state of trials was made with.
struct RecordedData {
  std::string digest;                 ///< XXH3-128 of its bytes, in hexadecimal.
  std::optional<std::uint64_t> size;  ///< Its bytes; traces of older versions do not have it.
};

/// A file to read data from.
struct DataSource {
  std::string path;         ///< "-" is standard input; pipes are read as files are.
  bool zero_based = false;  ///< Indices of the file begin at 0, not at 1.
  /// Where a record names the file: it is read only if it is a regular file with these figures.
  /// A file that a stranger has chosen is not shown, so errors then say nothing of its content.
  std::optional<RecordedData> recorded = std::nullopt;
};

}  // namespace hogtie
