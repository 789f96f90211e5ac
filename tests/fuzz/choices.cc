#include "tests/fuzz/choices.h"

#include <algorithm>

namespace hogtie::fuzz {

std::uint64_t InputChoices::take(std::size_t bytes) {
  std::uint64_t value = 0;
  const std::size_t there = std::min(bytes, rest_.size());
  for (std::size_t i = 0; i < there; ++i) value |= std::uint64_t{rest_[i]} << (8 * i);
  rest_ = rest_.subspan(there);
  return value;
}

std::uint64_t InputChoices::below(std::uint64_t count) {
  std::size_t bytes = 1;
  while (bytes < 8 && count > std::uint64_t{1} << (8 * bytes)) ++bytes;
  return take(bytes) % count;
}

}  // namespace hogtie::fuzz
