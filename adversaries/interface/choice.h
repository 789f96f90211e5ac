#pragma once

#include <cstdint>
#include <limits>

namespace hogtie {

/// An adversary's answer: the worker that takes the next step, and how many steps in a row it takes
/// before the adversary is asked again. A worker that ends earlier cuts the run short.
struct Choice {
  std::uint32_t worker;
  std::uint32_t steps = 1;  ///< >= 1.

  /// Nobody is scheduled any more; the run ends.
  static constexpr Choice halt() { return {std::numeric_limits<std::uint32_t>::max()}; }
  bool halts() const { return worker == halt().worker; }
};

}  // namespace hogtie
