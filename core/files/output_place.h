#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace hogtie {

/// The place that an output's path names.
struct OutputPlace {
  enum class Kind {
    kFile,        ///< A regular file, or none yet.
    kStream,      ///< A pipe or a device, which is written to as it is.
    kDescriptor,  ///< An open file: "-" and /dev/stdout, /dev/stderr, /dev/fd/N.
  };

  /// The permissions and owner of a regular file that exists.
  struct Existing {
    mode_t mode = 0;  ///< Permission bits.
    uid_t owner = 0;
    gid_t group = 0;
  };

  Kind kind = Kind::kFile;
  std::string path;     ///< Path of the file itself, with symbolic links followed to it.
  int descriptor = -1;  ///< The descriptor, if the kind is kDescriptor.
  std::optional<Existing> existing;
};

/// Throws InputError for a path that cannot be written to: a directory, a block device, a file
/// without permission. A file of that name need not exist, but its directory must.
OutputPlace output_place(const std::string& path);

}  // namespace hogtie
