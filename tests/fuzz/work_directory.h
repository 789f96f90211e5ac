#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace hogtie::fuzz {

/// A directory of this process, below the directory for temporary files, that a target works in. It
/// holds small inputs: `data.svm` with labels ±1, `values.svm` with other labels, `ratings`,
/// `histogram` and `schedule`. It is removed when the process ends well.
class WorkDirectory {
 public:
  WorkDirectory();
  ~WorkDirectory();
  WorkDirectory(const WorkDirectory&) = delete;
  WorkDirectory& operator=(const WorkDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// Removes what is not one of the inputs, nor named `kept`.
  void clear(std::string_view kept = {}) const;

 private:
  std::filesystem::path path_;
};

/// The directory of this process, made at the first call.
const WorkDirectory& work_directory();

/// While it lives, the working directory is that of `work_directory()`, so that relative paths in
/// an input name the files there. Paths given to a fuzzer mean the directory that it was started
/// in.
class InWorkDirectory {
 public:
  InWorkDirectory();
  ~InWorkDirectory();
  InWorkDirectory(const InWorkDirectory&) = delete;
  InWorkDirectory& operator=(const InWorkDirectory&) = delete;

 private:
  int before_;
};

void write_file(const std::filesystem::path& path, std::string_view content);
std::string read_file(const std::filesystem::path& path);

}  // namespace hogtie::fuzz
