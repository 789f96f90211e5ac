#include "core/data/memory_limit.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include "core/text/number.h"

namespace hogtie {

double half_of_memory() {
  double bytes =
      static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    bytes = std::min(bytes, static_cast<double>(limit.rlim_cur));
  }
  return bytes / 2;
}

double memory_allowance(std::uint64_t file_bytes) {
  constexpr double kAlwaysAllowed = 1e9;
  return std::min(half_of_memory(),
                  std::max(kAlwaysAllowed, kTimesTheDataFile * static_cast<double>(file_bytes)));
}

std::string gigabytes(double bytes) {
  constexpr double kHundredth = 1e7;
  return format_six_digits(static_cast<double>(static_cast<std::uint64_t>(bytes / kHundredth)) /
                           100) +
         " GB";
}

}  // namespace hogtie
