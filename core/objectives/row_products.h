#pragma once

#include <span>
#include <vector>

#include "core/data/dataset.h"

namespace hogtie {

/// a_i . x for every row i, each summed by ascending coordinate; x has `features` entries.
std::vector<double> row_products(const Dataset& data, std::span<const double> x);

/// sum += factors[0] a_0 + factors[1] a_1 + ..., in this order; one factor a row, and `sum` has
/// `features` entries.
void add_rows(const Dataset& data, std::span<const double> factors, std::span<double> sum);

}  // namespace hogtie
