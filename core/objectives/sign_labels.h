#pragma once

#include "core/data/dataset.h"

namespace hogtie {

/// The labels of two classes.
struct LabelPair {
  double negative;  ///< The smaller one, taken for -1.
  double positive;
};

/// The labels of the data set: -1 and 1, or 0 and 1, or 1 and 2. Throws InputError, which names the
/// line, when they are others, or all the same.
LabelPair label_pair(const Dataset& data);

/// The data set with these labels replaced by -1 and 1, both of which need not occur. Throws
/// InputError, which names the line, for another label.
Dataset with_sign_labels(Dataset data, const LabelPair& labels);

/// The same with its own: throws as label_pair.
Dataset with_sign_labels(Dataset data);

}  // namespace hogtie
