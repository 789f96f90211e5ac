#pragma once

#include <cstdint>
#include <iostream>
#include <stdexcept>
#include <vector>

#include "tests/bench/row.h"

namespace hogtie::bench {

/// The measurements of a row, one of each kind for every repetition.
struct RowResult {
  Row row;
  std::vector<double> measured;   ///< Speeds.
  std::vector<double> reference;  ///< Speeds.
  std::vector<double> ratios;
};

/// Executes both sides, one right after the other, and notes their speeds and ratio.
inline void measure_once(RowResult& result, bool reference_first) {
  const Row& row = result.row;
  const Timed first = (reference_first ? row.reference : row.measured).execute();
  const Timed second = (reference_first ? row.measured : row.reference).execute();
  if (row.same_model && first.model != second.model) {
    throw std::logic_error("the two sides of '" + row.name + "' end with different models");
  }
  const double measured = row.measured.speed((reference_first ? second : first).seconds);
  const double reference = row.reference.speed((reference_first ? first : second).seconds);
  result.measured.push_back(measured);
  result.reference.push_back(reference);
  result.ratios.push_back(row.ratio(measured, reference));
}

/// Measures all rows `repetitions` times. Each repetition takes all rows in turn, and every other
/// one swaps the sides, so a machine that changes its speed changes it for both.
inline std::vector<RowResult> measure_rows(const std::vector<Row>& rows,
                                           std::uint64_t repetitions) {
  std::vector<RowResult> results;
  for (const Row& row : rows) results.push_back({row, {}, {}, {}});
  for (std::uint64_t k = 0; k < repetitions; ++k) {
    std::cerr << "repetition " << k + 1 << " of " << repetitions << '\n';
    for (RowResult& result : results) measure_once(result, k % 2 == 0);
  }
  return results;
}

}  // namespace hogtie::bench
