#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace hogtie {

/// The coordinates of `support` out of a view of the whole model, in `restricted`, which has room
/// for them.
inline std::span<const double> restrict_view(std::span<const double> view,
                                             std::span<const std::uint32_t> support,
                                             std::span<double> restricted) {
  for (std::size_t k = 0; k < support.size(); ++k) restricted[k] = view[support[k]];
  return restricted.first(support.size());
}

}  // namespace hogtie
