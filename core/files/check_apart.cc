#include "core/files/check_apart.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <optional>
#include <system_error>

#include "core/error.h"
#include "core/files/output_place.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

std::optional<struct stat> if_regular(int result, const struct stat& status) {
  if (result != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return status;
}

/// The file of that name, if it is a regular one.
std::optional<struct stat> regular_file(const std::string& path) {
  struct stat status {};
  return if_regular(::stat(path.c_str(), &status), status);
}

/// The same of an input, of which "-" is standard input.
std::optional<struct stat> regular_input(const std::string& path) {
  if (path != "-") return regular_file(path);
  struct stat status {};
  return if_regular(::fstat(STDIN_FILENO, &status), status);
}

bool is_same(const std::optional<struct stat>& a, const std::optional<struct stat>& b) {
  return a && b && a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/// Throws InputError if two outputs are one file.
void check_each_other(std::span<const NamedFile> outputs) {
  std::map<std::filesystem::path, const NamedFile*> places;
  for (const NamedFile& output : outputs) {
    const OutputPlace place = output_place(output.path);
    if (place.kind != OutputPlace::Kind::kFile) continue;
    std::error_code unknown;
    const auto [other, is_new] = places.emplace(
        std::filesystem::weakly_canonical(std::filesystem::absolute(place.path), unknown), &output);
    if (is_new || unknown) continue;
    throw InputError(output.what + " " + quote(output.path) + " would replace that of " +
                     other->second->what + " " + quote(other->second->path) +
                     ", which is the same file; give another path");
  }
}

}  // namespace

void check_apart(std::span<const NamedFile> inputs, std::span<const NamedFile> outputs) {
  check_each_other(outputs);
  for (const NamedFile& output : outputs) {
    const OutputPlace resolved = output_place(output.path);
    if (resolved.kind != OutputPlace::Kind::kFile) continue;
    const std::string partial_name = resolved.path + ".partial";
    const auto place = regular_file(resolved.path);
    const auto partial = regular_file(partial_name);
    for (const NamedFile& input : inputs) {
      const auto read = regular_input(input.path);
      if (is_same(read, place)) {
        throw InputError(output.what + " " + quote(output.path) + " would replace " + input.what +
                         " " + quote(input.path) + ", which is the same file; give another path");
      }
      if (is_same(read, partial)) {
        throw InputError(output.what + " " + quote(output.path) + " would first be written to " +
                         quote(partial_name) + ", which is " + input.what + "; give another path");
      }
    }
  }
}

}  // namespace hogtie
