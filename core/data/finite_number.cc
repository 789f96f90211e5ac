#include "core/data/finite_number.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>
#include <system_error>

namespace hogtie {

FiniteNumber finite_number(std::string_view word) {
  if (word.size() > 1 && word[0] == '+' && word[1] != '-') word.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error == std::errc::invalid_argument || end != word.data() + word.size()) {
    return {0, "is not a number; write a decimal number"};
  }
  if (error == std::errc::result_out_of_range) {
    // Too large or too small? The C locale, which nothing here changes, has the same decimals.
    const double nearest = std::strtod(std::string(word).c_str(), nullptr);
    if (std::isfinite(nearest)) return {nearest, nullptr};
    return {0, "is outside the range of a double; rescale the column"};
  }
  if (!std::isfinite(value)) return {0, "is not finite; remove the row or replace the value"};
  return {value, nullptr};
}

}  // namespace hogtie
