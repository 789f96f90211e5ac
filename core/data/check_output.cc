#include "core/data/check_output.h"

#include <filesystem>
#include <system_error>

#include "core/error.h"
#include "core/text/quote.h"

namespace hogtie {

void check_output(const std::string& path, const std::string& what) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw InputError("cannot write " + quote(path) + ": Is a directory; give the path of a file");
  }
  if (std::filesystem::is_other(path, ignored)) {
    throw InputError("cannot write " + quote(path) + ": not a regular file, and " + what +
                     " would replace it; give the path of a file");
  }
}

}  // namespace hogtie
