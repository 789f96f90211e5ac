#include "core/settings/read_experiment.h"

#include <string_view>

#include "core/settings/read_text.h"
#include "core/settings/resolve_paths.h"

namespace hogtie {
namespace {

/// Whether the path is one of standard input or of a pipe that the shell has made, whose directory
/// is not where files are.
bool is_stream(std::string_view path) {
  return path.starts_with("/dev/") || path.starts_with("/proc/");
}

/// As the path names it; empty for the working directory.
std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos || is_stream(path)) return "";
  return path.substr(0, slash == 0 ? 1 : slash);
}

}  // namespace

proto::Experiment read_experiment(const std::string& given) {
  const std::string path = given == "-" ? "/dev/stdin" : given;
  proto::Experiment experiment;
  read_text(path, "an experiment", experiment);
  resolve_paths(experiment, directory_of(path));
  return experiment;
}

}  // namespace hogtie
