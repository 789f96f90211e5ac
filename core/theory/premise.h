#pragma once

#include <stdexcept>
#include <string>

namespace hogtie {

/// A statement was asked for where its premise does not hold: throws std::domain_error naming it.
inline void require_premise(bool holds, const char* premise) {
  if (!holds) throw std::domain_error(std::string("premise does not hold: ") + premise);
}

}  // namespace hogtie
