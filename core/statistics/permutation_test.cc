#include "core/statistics/permutation_test.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/random/bit_stream.h"

namespace hogtie {
namespace {

constexpr std::uint64_t kMost = 1000;
constexpr std::uint64_t kSeed = 1935;
constexpr std::uint64_t kPermutationDomain = 3;

/// Ways to choose k of n, if not more than kMost.
std::optional<std::uint64_t> ways(std::size_t n, std::size_t k) {
  std::uint64_t count = 1;
  for (std::size_t j = 1; j <= std::min(k, n - k); ++j) {
    count = count * (n - j + 1) / j;
    if (count > kMost) return std::nullopt;
  }
  return count;
}

void shuffle(std::vector<std::uint8_t>& items, BitStream& bits) {
  for (std::size_t k = items.size(); k > 1; --k) {
    std::swap(items[k - 1], items[bits.index(static_cast<std::uint32_t>(k))]);
  }
}

}  // namespace

PermutationTest permutation_test(std::size_t first, std::size_t second,
                                 const TwoSampleStatistic& statistic) {
  if (first == 0 || second == 0) throw std::invalid_argument("a sample without items");
  std::vector<std::uint8_t> in_first(first + second);
  std::fill_n(in_first.begin(), first, std::uint8_t{1});
  PermutationTest test;
  test.statistic = statistic(in_first);
  // What is equal but for rounding is as large.
  const double as_large = test.statistic * (1 - 1e-12);
  std::uint64_t count = 0;
  if (ways(first + second, first)) {
    test.exact = true;
    do {
      ++test.divided;
      if (statistic(in_first) >= as_large) ++count;
    } while (std::prev_permutation(in_first.begin(), in_first.end()));
  } else {
    BitStream bits(kSeed, kPermutationDomain);
    count = test.divided = 1;
    for (std::uint64_t k = 0; k < kMost; ++k) {
      shuffle(in_first, bits);
      ++test.divided;
      if (statistic(in_first) >= as_large) ++count;
    }
  }
  test.p_value = static_cast<double>(count) / static_cast<double>(test.divided);
  return test;
}

}  // namespace hogtie
