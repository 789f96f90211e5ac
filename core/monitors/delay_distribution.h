#pragma once

#include "core/statistics/count_distribution.h"

namespace hogtie {

/// Of delays, and of contentions.
using DelayDistribution = CountDistribution;

}  // namespace hogtie
