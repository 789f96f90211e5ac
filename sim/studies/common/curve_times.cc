#include "sim/studies/common/curve_times.h"

namespace hogtie {

std::vector<std::uint64_t> curve_times(std::uint64_t iterations) {
  std::vector<std::uint64_t> times{0};
  for (std::uint64_t decade = 1; decade <= iterations; decade *= 10) {
    for (const std::uint64_t tenths : {10U, 13U, 18U, 24U, 32U, 42U, 56U, 75U}) {
      const auto time = decade / 10 * tenths + decade % 10 * tenths / 10;
      if (time > times.back() && time < iterations) times.push_back(time);
    }
    if (decade > iterations / 10) break;
  }
  if (iterations > 0) times.push_back(iterations);
  return times;
}

}  // namespace hogtie
