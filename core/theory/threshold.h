#pragma once

#include <cstdint>
#include <numeric>
#include <optional>

namespace hogtie {

/// The inverse of a monotone bound: where it begins, or ceases, to keep a promise. Values are
/// looked for up to this, 2^63.
inline constexpr std::uint64_t kLargestSearched = std::uint64_t{1} << 63;

/// The least value from `first` <= 2^63 on for which `holds`, which also holds for all larger ones;
/// none where it does not hold for 2^63.
template <class Holds>
std::optional<std::uint64_t> least_that_holds(std::uint64_t first, const Holds& holds) {
  if (!holds(kLargestSearched)) return std::nullopt;
  std::uint64_t least = first;  // the answer is in [least, known]
  std::uint64_t known = kLargestSearched;
  while (least < known) {
    const std::uint64_t middle = std::midpoint(least, known);
    if (holds(middle)) {
      known = middle;
    } else {
      least = middle + 1;
    }
  }
  return known;
}

/// The largest value, 0 to 2^63, for which `holds`, which also holds for all smaller ones; none
/// where it does not hold for 0. 2^63 may stand for one above.
template <class Holds>
std::optional<std::uint64_t> largest_that_holds(const Holds& holds) {
  if (!holds(std::uint64_t{0})) return std::nullopt;
  const auto next = least_that_holds(1, [&](std::uint64_t value) { return !holds(value); });
  return next ? *next - 1 : kLargestSearched;
}

}  // namespace hogtie
