#include "core/objectives/logistic_score.h"

#include <cstddef>

#include "core/objectives/logistic_loss.h"

namespace hogtie {

LogisticScore logistic_score(const Dataset& data, std::span<const double> x) {
  double loss = 0;
  std::size_t right = 0;
  for (std::size_t i = 0; i < data.rows(); ++i) {
    const Row row = data.row(i);
    double dot = 0;
    for (std::size_t k = 0; k < row.values.size(); ++k) dot += row.values[k] * x[row.indices[k]];
    loss += logistic_loss(row.label * dot);
    if ((dot > 0) == (row.label > 0)) ++right;
  }
  const double rows = static_cast<double>(data.rows());
  return {.loss = loss / rows, .accuracy = static_cast<double>(right) / rows};
}

}  // namespace hogtie
