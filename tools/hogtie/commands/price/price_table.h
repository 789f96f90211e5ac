#pragma once

#include <ostream>

#include "sim/studies/price/run_price.h"
#include "tools/hogtie/output/table.h"

namespace hogtie {

/// One row for each adversary, number of workers, τ and step size: for programs.
Table price_table(const PriceRequest& request, const PriceReport& report);

/// The slowdowns, the prices and largest step sizes, and what each figure means: for people.
void write_price(const PriceRequest& request, const PriceReport& report, std::ostream& out);

}  // namespace hogtie
