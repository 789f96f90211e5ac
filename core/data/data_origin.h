#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hogtie {

/// The file that data were read from, as a record of a run names it.
struct DataOrigin {
  std::string path;        ///< Empty for data that were read from no file.
  std::string digest;      ///< XXH3-128 of the file's bytes: 32 hexadecimal digits.
  std::uint64_t size = 0;  ///< Bytes of the file, as they stand there.
  bool read_again = true;  ///< False for a pipe and the like, whose bytes are gone.
  /// Lines for people: parts of the file that were left out, or taken for something else.
  std::vector<std::string> notes;
};

}  // namespace hogtie
