#include "sim/compare/temporary_directory.h"

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "core/error.h"
#include "core/text/quote.h"

namespace hogtie {

TemporaryDirectory::TemporaryDirectory() {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
  if (!error) {
    path_ = (parent / "hogtie-XXXXXX").string();
    errno = 0;
    if (mkdtemp(path_.data()) != nullptr) return;
    error = std::error_code(errno, std::generic_category());
  }
  throw InputError("cannot make a directory for temporary files in " + quote(parent.string()) +
                   ": " + error.message() + "; set TMPDIR to one that can be written to");
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace hogtie
