#pragma once

#include "sim/studies/price/run_price.h"
#include "tools/hogtie/output/write_plot.h"

namespace hogtie {

/// The trade-off between delay and rate: the largest step size that converges against τ, a line for
/// each adversary and number of workers (lines that agree are one), sequential SGD's, and the step
/// sizes that the theory recommends. What there is no number for has no point; throws InputError
/// where there is none at all.
Plot price_plot(const PriceRequest& request, const PriceReport& report);

}  // namespace hogtie
