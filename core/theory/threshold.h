#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <ranges>

namespace hogtie {

/// The inverse of a monotone bound: where it begins, or ceases, to keep a promise. Values are
/// looked for up to this, 2^63.
inline constexpr std::uint64_t kLargestSearched = std::uint64_t{1} << 63;

/// The least value from `first` <= 2^63 on for which `holds`, which also holds for all larger ones;
/// none where it does not hold for 2^63.
template <class Holds>
std::optional<std::uint64_t> least_that_holds(std::uint64_t first, const Holds& holds) {
  const auto values = std::views::iota(first, kLargestSearched);
  const auto found =
      std::ranges::partition_point(values, [&](std::uint64_t value) { return !holds(value); });
  if (found != values.end()) return *found;
  return holds(kLargestSearched) ? std::optional(kLargestSearched) : std::nullopt;
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
