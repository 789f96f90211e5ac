#pragma once

#include <string_view>

namespace hogtie {

/// Whether an input's path stands for a file that this process has open: "-", /dev/stdin,
/// /dev/fd/N. Another process finds another file there.
inline bool names_open_file(std::string_view path) {
  return path == "-" || path == "/dev/stdin" || path.starts_with("/dev/fd/") ||
         path.starts_with("/proc/self/fd/");
}

}  // namespace hogtie
