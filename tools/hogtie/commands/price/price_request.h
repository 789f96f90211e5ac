#pragma once

#include "sim/studies/price/run_price.h"
#include "tools/hogtie/commands/price/price.h"

namespace hogtie {

/// What is to be measured, with everything that the options leave to the experiment or to defaults.
/// Throws InputError for settings of the experiment that a price cannot be measured with.
PriceRequest price_request(const PriceOptions& options);

}  // namespace hogtie
