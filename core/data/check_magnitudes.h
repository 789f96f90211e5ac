#pragma once

#include "core/data/dataset.h"
#include "core/data/observed_matrix.h"

namespace hogtie {

/// Throws InputError for a number so large that products of such numbers overflow: constants of
/// objectives have fourth powers of values.
void check_magnitudes(const Dataset& data);
void check_magnitudes(const ObservedMatrix& matrix);

}  // namespace hogtie
