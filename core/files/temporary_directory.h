#pragma once

#include <string>

namespace hogtie {

/// Where temporary files go: TMPDIR, or else /tmp. Throws InputError where that is no directory.
std::string temporary_place();

/// A file there that has no name, to be written and read, so that nothing is left of it whatever
/// ends the program: its descriptor, which is closed when another program is run. Throws
/// InputError where it cannot be made.
int open_temporary_file();

/// The same in another directory; -1, with errno, where it cannot be made.
int open_unnamed_file(const std::string& directory);

/// A directory of its own where temporary files go, removed at the end with all that is in it.
class TemporaryDirectory {
 public:
  /// Throws InputError where it cannot be made.
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace hogtie
