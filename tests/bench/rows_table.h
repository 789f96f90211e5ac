#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "tests/bench/measure_rows.h"
#include "tools/hogtie/output/table.h"

namespace hogtie::bench {

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/// The median speed of a side in million steps a second; empty if its steps are not known.
inline Cell speed_cell(const Side& side, const std::vector<double>& speeds) {
  return side.steps == 0 ? Cell() : Cell(median(speeds) / 1e6);
}

inline Table rows_table(const std::vector<RowResult>& results) {
  Table table({{"row", ""},
               {"ratio", ""},
               {"smallest", ""},
               {"largest", ""},
               {"bound", ""},
               {"wanted", ""},
               {"reached", ""},
               {"speed", "M steps/s"},
               {"reference_speed", "M steps/s"}});
  for (const RowResult& result : results) {
    const Row& row = result.row;
    const double ratio = median(result.ratios);
    Cell bound;
    Cell reached;
    if (row.wanted) {
      bound = std::string(row.is_time ? "at most" : "at least");
      reached = std::string(row.is_reached(ratio) ? "yes" : "no");
    }
    table.add_row({row.name, ratio, *std::ranges::min_element(result.ratios),
                   *std::ranges::max_element(result.ratios), bound, optional_cell(row.wanted),
                   reached, speed_cell(row.measured, result.measured),
                   speed_cell(row.reference, result.reference)});
  }
  return table;
}

}  // namespace hogtie::bench
