#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/objectives/logistic.h"

namespace hogtie::bench {

/// Logistic regression as loops written by hand take it: the arrays of a sparse matrix.
struct SparseRows {
  std::vector<std::size_t> begin;  // of rows
  std::vector<std::uint32_t> columns;
  std::vector<double> values;
  std::vector<double> labels;   // -1 or 1
  std::vector<double> weights;  // D: 1 / p_j, p_j the fraction of rows with column j; 0 if none
  double l2;

  explicit SparseRows(const Logistic& f) : weights(f.dimension()), l2(f.l2()) {
    begin.push_back(0);
    for (std::size_t i = 0; i < f.data().rows(); ++i) {
      const Row row = f.data().row(i);
      columns.insert(columns.end(), row.indices.begin(), row.indices.end());
      values.insert(values.end(), row.values.begin(), row.values.end());
      labels.push_back(row.label);
      begin.push_back(columns.size());
      for (const std::uint32_t j : row.indices) weights[j] += 1;
    }
    for (double& weight : weights) {
      if (weight > 0) weight = static_cast<double>(labels.size()) / weight;
    }
  }
};

}  // namespace hogtie::bench
