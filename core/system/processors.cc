#include "core/system/processors.h"

#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <string>
#include <thread>

#include "core/system/cgroup.h"

namespace hogtie {
namespace {

std::uint32_t processors_in_mask() {
  // The mask of a kernel may be larger than a cpu_set_t.
  constexpr int kLargestMask = 1 << 20;
  for (int size = CPU_SETSIZE; size <= kLargestMask; size *= 2) {
    cpu_set_t* const mask = CPU_ALLOC(static_cast<std::size_t>(size));
    if (mask == nullptr) break;
    const std::size_t bytes = CPU_ALLOC_SIZE(static_cast<std::size_t>(size));
    const bool known = ::sched_getaffinity(0, bytes, mask) == 0;
    const bool too_small = !known && errno == EINVAL;
    const int count = known ? CPU_COUNT_S(bytes, mask) : 0;
    CPU_FREE(mask);
    if (count > 0) return static_cast<std::uint32_t>(count);
    if (!too_small) break;
  }
  return std::max(1U, std::thread::hardware_concurrency());
}

/// Quota and period in microseconds; a quota that is no number ("max") or negative is none.
std::optional<double> ratio(const std::string& quota, const std::string& period) {
  try {
    const double time = std::stod(quota);
    const double length = std::stod(period);
    if (time > 0 && length > 0) return time / length;
  } catch (const std::exception&) {
    return std::nullopt;
  }
  return std::nullopt;
}

std::string word_of(const std::filesystem::path& path) {
  std::string word;
  std::ifstream(path) >> word;
  return word;
}

std::optional<double> quota_of(const std::filesystem::path& group) {
  std::ifstream file(group / "cpu.max");
  std::string quota;
  std::string period;
  if (file >> quota >> period) return ratio(quota, period);
  return ratio(word_of(group / "cpu.cfs_quota_us"), word_of(group / "cpu.cfs_period_us"));
}

}  // namespace

std::optional<double> processor_quota(const std::filesystem::path& root) {
  std::optional<double> least;
  for (const std::filesystem::path& group : control_groups("cpu", root)) {
    const std::optional<double> quota = quota_of(group);
    if (quota && (!least || *quota < *least)) least = quota;
  }
  return least;
}

std::uint32_t usable_processors(const std::filesystem::path& root) {
  const std::uint32_t there = processors_in_mask();
  const std::optional<double> quota = processor_quota(root);
  if (!quota || *quota >= there) return there;
  return std::max(1U, static_cast<std::uint32_t>(std::ceil(*quota)));
}

}  // namespace hogtie
