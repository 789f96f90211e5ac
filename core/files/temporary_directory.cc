#include "core/files/temporary_directory.h"

#include <fcntl.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp, mkostemp
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "core/error.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

[[noreturn]] void fail(const std::string& what, const std::string& directory, int error) {
  throw InputError("cannot make " + what + " in " + quote(directory) + ": " +
                   std::generic_category().message(error) +
                   "; set TMPDIR to a directory with room that can be written to");
}

}  // namespace

std::string temporary_place() {
  const char* const named = std::getenv("TMPDIR");
  std::string place = named != nullptr && *named != '\0' ? named : "/tmp";
  std::error_code error;
  if (std::filesystem::is_directory(place, error)) return place;
  throw InputError("TMPDIR, where temporary files go, is " + quote(place) + ": " +
                   (error ? error.message() : "no directory") +
                   "; set it to a directory that can be written to");
}

int open_temporary_file() {
  const std::string place = temporary_place();
  const int file = open_unnamed_file(place);
  if (file < 0) fail("a temporary file", place, errno);
  return file;
}

int open_unnamed_file(const std::string& directory) {
  std::string path = (std::filesystem::path(directory) / ".hogtie-XXXXXX").string();
  const int file = ::mkostemp(path.data(), O_CLOEXEC);
  if (file >= 0) ::unlink(path.c_str());
  return file;
}

TemporaryDirectory::TemporaryDirectory() {
  const std::string parent = temporary_place();
  path_ = (std::filesystem::path(parent) / "hogtie-XXXXXX").string();
  if (::mkdtemp(path_.data()) == nullptr) fail("a directory for temporary files", parent, errno);
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace hogtie
