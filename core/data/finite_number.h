#pragma once

#include <string_view>

namespace hogtie {

/// A word as a number, or what is wrong with it and what to do: "is not a number; ...".
struct FiniteNumber {
  double value = 0;
  const char* problem = nullptr;
};

/// The double nearest to a decimal number; 0 for one that is too small.
FiniteNumber finite_number(std::string_view word);

}  // namespace hogtie
