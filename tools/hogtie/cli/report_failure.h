#pragma once

#include "sim/machine/ending.h"

namespace hogtie {

/// A line on stderr where a run was ended by an error or the limit on memory, or has numbers that
/// left the range of doubles. Returns whether there is one.
bool report_failure(const Ending& ending);

}  // namespace hogtie
