#pragma once

#include "core/data/dataset.h"

namespace hogtie {

/// The data set with its two labels, -1 and 1, or 0 and 1, or 1 and 2, replaced by -1 and 1 in this
/// order. Throws InputError, which names the line, when the labels are others, or all the same.
Dataset with_sign_labels(Dataset data);

}  // namespace hogtie
