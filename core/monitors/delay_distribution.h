#pragma once

#include "core/statistics/count_distribution.h"

namespace hogtie {

/// A distribution of delays or contentions.
using DelayDistribution = CountDistribution;

}  // namespace hogtie
