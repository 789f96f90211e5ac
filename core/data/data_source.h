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
  /// The figures in the record that names the file; none when the user names it. A file with
  /// figures is read only if it is regular and has them. Errors say nothing of its content, since a
  /// stranger may have chosen it.
  std::optional<RecordedData> recorded = std::nullopt;
};

}  // namespace hogtie
