#pragma once

#include <string>

namespace hogtie {

/// A directory of its own where temporary files go (TMPDIR, or else /tmp), removed at the end with
/// all that is in it.
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
