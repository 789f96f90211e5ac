#pragma once

#include <cstdint>

#include "core/statistics/interval.h"

namespace hogtie {

/// The exact interval for a probability (Clopper and Pearson 1934) after `successes` in `trials`
/// independent trials: it covers the true probability with at least this confidence, whatever that
/// is, with at most half of the rest on either side. [0, 1] of no trials.
///
/// Its ends are quantiles of beta distributions. Throws std::invalid_argument unless successes <=
/// trials and 0 < confidence < 1.
Interval clopper_pearson(std::uint64_t successes, std::uint64_t trials, double confidence);

}  // namespace hogtie
