#include "sim/studies/price/sample_times.h"

namespace hogtie {

std::vector<std::uint64_t> sample_times(std::uint64_t iterations, std::uint64_t unit) {
  constexpr std::uint64_t kEvery = 256;
  const std::uint64_t last = iterations / unit;
  std::vector<std::uint64_t> times;
  std::uint64_t spacing = 1;
  std::uint64_t coarser_from = kEvery;
  for (std::uint64_t k = 0; k <= last; k += spacing) {
    if (k == coarser_from) {
      spacing *= 2;
      coarser_from *= 2;
    }
    times.push_back(k * unit);
  }
  return times;
}

}  // namespace hogtie
