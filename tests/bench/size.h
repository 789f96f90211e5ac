#pragma once

#include <cstdint>

namespace hogtie::bench {

/// How much work is measured: sizes for figures, or tiny ones, which show that everything runs.
struct Size {
  bool is_short;

  std::uint64_t steps(std::uint64_t full) const {
    constexpr std::uint64_t kDivisor = 1000;
    return is_short ? full / kDivisor : full;
  }
};

}  // namespace hogtie::bench
