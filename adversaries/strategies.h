#pragma once

#include "adversaries/strategy_entry.h"

/// The entries of all strategies.
namespace hogtie::strategies {

#define HOGTIE_STRATEGY(entry) extern const StrategyEntry entry;
#include "adversaries/strategies.def"
#undef HOGTIE_STRATEGY

}  // namespace hogtie::strategies
