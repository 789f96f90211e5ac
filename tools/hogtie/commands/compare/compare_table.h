#pragma once

#include <ostream>

#include "sim/studies/compare/run_compare.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

/// Writes the comparison in the format: as tables for people; as one JSON object with a list of
/// rows each for sides, pairs, the curves over time and the tails of contention and delays;
/// as CSV with a row for each figure: schedule, workers, quantity, at, value.
void write_compare(const CompareRequest& request, const CompareReport& report, Format format,
                   std::ostream& out);

}  // namespace hogtie
