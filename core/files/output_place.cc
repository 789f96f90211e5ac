#include "core/files/output_place.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "core/files/write_error.h"

namespace hogtie {
namespace {

constexpr int kMostLinks = 40;  // as the system follows

/// The open file that the path is a name of; -1 where it is none.
int named_descriptor(std::string_view path) {
  if (path == "-" || path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    const std::string_view digits = path.substr(folder.size());
    int number = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc() && end == digits.data() + digits.size()) return number;
  }
  return -1;
}

OutputPlace open_file(const std::string& name, int descriptor) {
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) fail_to_write(name, EBADF);
  return {OutputPlace::Kind::kDescriptor, name, descriptor, std::nullopt};
}

}  // namespace

OutputPlace output_place(const std::string& path) {
  if (path.empty()) fail_to_write(path, ENOENT);
  OutputPlace place;
  place.path = path;
  std::error_code error;
  for (int links = 0;; ++links) {
    if (const int descriptor = named_descriptor(place.path); descriptor >= 0) {
      return open_file(path, descriptor);
    }
    if (!std::filesystem::is_symlink(place.path, error)) break;
    // What is no file may have a link that is no path, such as one of /proc.
    struct stat named {};
    if (::stat(place.path.c_str(), &named) == 0 && !S_ISREG(named.st_mode)) break;
    if (links == kMostLinks) fail_to_write(path, ELOOP);
    const std::filesystem::path link = std::filesystem::read_symlink(place.path, error);
    if (error) fail_to_write(path, error.value());
    place.path = (std::filesystem::path(place.path).parent_path() / link).string();
  }

  struct stat status {};
  if (::stat(place.path.c_str(), &status) != 0) {
    if (errno != ENOENT) fail_to_write(path, errno);
    // No such file, or no such directory?
    const std::filesystem::path parent = std::filesystem::path(place.path).parent_path();
    if (!parent.empty() && ::stat(parent.c_str(), &status) != 0) fail_to_write(path, errno);
    if (place.path.ends_with('/')) fail_to_write(path, EISDIR);
    return place;
  }
  if (S_ISDIR(status.st_mode)) fail_to_write(path, EISDIR);
  if (S_ISBLK(status.st_mode) || S_ISSOCK(status.st_mode)) {
    fail_to_write(path, "neither a file, nor a pipe or a terminal; give the path of a file");
  }
  if (::faccessat(AT_FDCWD, place.path.c_str(), W_OK, AT_EACCESS) != 0) fail_to_write(path, errno);
  if (S_ISREG(status.st_mode)) {
    constexpr mode_t kPermissionBits = 07777;
    place.existing = {status.st_mode & kPermissionBits, status.st_uid, status.st_gid};
  } else {
    place.kind = OutputPlace::Kind::kStream;
  }
  return place;
}

}  // namespace hogtie
