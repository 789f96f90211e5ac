#include "core/files/write_error.h"

#include <cerrno>
#include <string_view>
#include <system_error>

#include "core/error.h"
#include "core/files/standard_output.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

std::string_view advice(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return "create its directory or give another path";
    case ENOSPC:
    case EDQUOT:
      return "make room there or give another path";
    case EFBIG:
      return "raise the limit on the size of files (ulimit -f) or give another path";
    case EACCES:
    case EPERM:
      return "see to the permissions there or give another path";
    case EROFS:
      return "give a path on a file system that is not read-only";
    case EISDIR:
      return "give the path of a file";
    case ENAMETOOLONG:
      return "give a shorter path";
    case EPIPE:
      return "its reader ended before all was written";
    case EBADF:
      return "open it for writing, or give the path of a file";
    case EIO:
      return "see to the device or give another path";
    default:
      return "give another path";
  }
}

}  // namespace

std::string write_advice(int error) {
  return std::generic_category().message(error) + "; " + std::string(advice(error));
}

void fail_to_write(const std::string& path, const std::string& why) {
  if (is_standard_output(path)) {
    throw StandardOutputError("cannot write standard output: " + why, false);
  }
  throw InputError("cannot write " + quote(path) + ": " + why);
}

void fail_to_write(const std::string& path, int error) {
  if (error == EPIPE && is_standard_output(path)) {
    throw StandardOutputError("cannot write standard output: " + write_advice(error), true);
  }
  fail_to_write(path, write_advice(error));
}

}  // namespace hogtie
