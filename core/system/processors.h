#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace hogtie {

/// Processors that this process may use, at least 1: those of its affinity mask (taskset, cpusets),
/// and no more than its control groups grant it time of, rounded up. `root` is that of the file
/// system, where the control groups are read.
std::uint32_t usable_processors(const std::filesystem::path& root = "/");

/// The time that the control groups grant, in processors; none where they set no limit.
std::optional<double> processor_quota(const std::filesystem::path& root = "/");

}  // namespace hogtie
