#pragma once

#include <sys/types.h>

#include <cstddef>

namespace hogtie {

/// The calls of the operating system that files are written with: a test hands in others, which
/// fail. Results and errno are those of the calls.
class FileCalls {
 public:
  FileCalls() = default;
  virtual ~FileCalls() = default;
  FileCalls(const FileCalls&) = delete;
  FileCalls& operator=(const FileCalls&) = delete;

  virtual int open(const char* path, int flags, mode_t mode) const;
  virtual ssize_t write(int file, const void* bytes, std::size_t size) const;
  virtual int fsync(int file) const;
  virtual int close(int file) const;
  virtual int rename(const char* from, const char* to) const;
};

/// Those of this system.
const FileCalls& system_calls();

}  // namespace hogtie
