#include "core/data/check_magnitudes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>

#include "core/data/data_error.h"
#include "core/text/number.h"

namespace hogtie {
namespace {

/// Sums of fourth powers of ten million values are finite by far.
constexpr double kLargest = 1e70;
constexpr const char* kProblem = "is above 1e70, and products of such values overflow; rescale it";

/// The position of the first that is too large; their number where none is.
std::size_t first_too_large(std::span<const double> values) {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [](double value) { return std::abs(value) > kLargest; });
  return static_cast<std::size_t>(found - values.begin());
}

}  // namespace

void check_magnitudes(const Dataset& data) {
  const std::size_t k = first_too_large(data.values);
  if (k < data.values.size()) {
    const auto after = std::upper_bound(data.row_offsets.begin(), data.row_offsets.end(), k);
    const auto row = static_cast<std::size_t>(after - data.row_offsets.begin()) - 1;
    throw DataError(
        data.path, data.lines[row], "value",
        format_number(data.values[k]) + " of feature " + std::to_string(data.indices[k] + 1),
        kProblem);
  }
  const std::size_t row = first_too_large(data.labels);
  if (row < data.rows()) {
    throw DataError(data.path, data.lines[row], "label", format_number(data.labels[row]), kProblem);
  }
}

void check_magnitudes(const ObservedMatrix& matrix) {
  const std::size_t k = first_too_large(matrix.value);
  if (k == matrix.value.size()) return;
  throw InputError(matrix.path + ": the rating of item " + std::to_string(matrix.column[k] + 1) +
                   " by user " + std::to_string(matrix.row[k] + 1) + " " + kProblem);
}

}  // namespace hogtie
