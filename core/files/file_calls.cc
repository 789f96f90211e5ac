#include "core/files/file_calls.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

namespace hogtie {

int FileCalls::open(const char* path, int flags, mode_t mode) const {
  return ::open(path, flags, mode);
}

ssize_t FileCalls::write(int file, const void* bytes, std::size_t size) const {
  return ::write(file, bytes, size);
}

int FileCalls::fsync(int file) const {
  return ::fsync(file);
}

int FileCalls::close(int file) const {
  return ::close(file);
}

int FileCalls::rename(const char* from, const char* to) const {
  return std::rename(from, to);
}

const FileCalls& system_calls() {
  static const FileCalls calls;
  return calls;
}

}  // namespace hogtie
