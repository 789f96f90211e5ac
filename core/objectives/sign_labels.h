#pragma once

#include <optional>
#include <string>

#include "core/data/dataset.h"

namespace hogtie {

/// The labels of two classes.
struct LabelPair {
  double negative;  ///< The smaller one, taken for -1.
  double positive;
};

/// The two labels of the data set, whatever they are. Throws InputError, a DataError that names the
/// line, when there is one alone, or a third.
LabelPair label_pair(const Dataset& data);

/// A line for people that says which label is taken for which; none for the usual labels: -1 and 1,
/// 0 and 1, 1 and 2.
std::optional<std::string> label_note(const Dataset& data, const LabelPair& labels);

/// The data set with these labels replaced by -1 and 1, both of which need not occur. Throws
/// InputError, a DataError that names the line, for another label.
Dataset with_sign_labels(Dataset data, const LabelPair& labels);

/// The same with its own, and with the note on them: throws as label_pair.
Dataset with_sign_labels(Dataset data);

}  // namespace hogtie
