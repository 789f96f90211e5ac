#include "core/system/cgroup.h"

#include <fstream>
#include <string>
#include <system_error>

namespace hogtie {
namespace {

bool is_among(std::string_view controllers, std::string_view controller) {
  while (!controllers.empty()) {
    const std::size_t comma = controllers.find(',');
    if (controllers.substr(0, comma) == controller) return true;
    if (comma == std::string_view::npos) break;
    controllers.remove_prefix(comma + 1);
  }
  return false;
}

/// The group and all around it, as far as they are there: a container may see only the last ones.
void add_groups(const std::filesystem::path& base, const std::string& group,
                std::vector<std::filesystem::path>& groups) {
  std::filesystem::path path = std::filesystem::path("/" + group).lexically_normal();
  for (;;) {
    std::error_code ignored;
    const std::filesystem::path directory = base / path.relative_path();
    if (std::filesystem::is_directory(directory, ignored)) groups.push_back(directory);
    if (!path.has_relative_path()) return;
    path = path.parent_path();
  }
}

}  // namespace

std::vector<std::filesystem::path> control_groups(std::string_view controller,
                                                  const std::filesystem::path& root) {
  std::vector<std::filesystem::path> groups;
  std::ifstream file(root / "proc/self/cgroup");
  const std::filesystem::path base = root / "sys/fs/cgroup";
  for (std::string line; std::getline(file, line);) {  // number:controllers:group
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const std::string group = line.substr(second + 1);
    if (controllers.empty()) {
      add_groups(base, group, groups);
    } else if (is_among(controllers, controller)) {
      add_groups(base / controller, group, groups);
    }
  }
  return groups;
}

}  // namespace hogtie
