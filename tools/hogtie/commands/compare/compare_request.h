#pragma once

#include "sim/studies/compare/run_compare.h"
#include "tools/hogtie/commands/compare/compare.h"

namespace hogtie {

/// What is to be compared, with what options and experiment leave open filled in; all but where
/// traces go. Throws InputError for an experiment that cannot be compared.
CompareRequest compare_request(const CompareOptions& options);

}  // namespace hogtie
