#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace hogtie {

/// The directories of the control groups of Linux that this process is in, for a controller such as
/// "cpu": its own group, then those around it, each of which may have a limit. Of version 2 and of
/// version 1; none where there are no control groups. `root` is that of the file system.
std::vector<std::filesystem::path> control_groups(std::string_view controller,
                                                  const std::filesystem::path& root = "/");

}  // namespace hogtie
