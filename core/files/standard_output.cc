#include "core/files/standard_output.h"

#include <sys/stat.h>
#include <unistd.h>

namespace hogtie {

bool is_standard_output(const std::string& path) {
  if (path == "-" || path == "/dev/stdout" || path == "/dev/fd/1" || path == "/proc/self/fd/1") {
    return true;
  }
  struct stat named {};
  struct stat opened {};
  return ::stat(path.c_str(), &named) == 0 && ::fstat(STDOUT_FILENO, &opened) == 0 &&
         !S_ISCHR(named.st_mode) && named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

}  // namespace hogtie
