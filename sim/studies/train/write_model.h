#pragma once

#include <span>
#include <string>

#include "core/objectives/sign_labels.h"

namespace hogtie {

/// Writes the weights of a linear model to a file (see OutputFile), in the text format of
/// LIBLINEAR, which its `predict` reads: the solver (L2R_LR), the labels (that of positive a . x
/// first), the number of features, no bias, and after a line "w" a weight a line, as a decimal that
/// reads back as the same double. Throws InputError where it cannot be written.
void write_model(const std::string& path, std::span<const double> weights, const LabelPair& labels);

}  // namespace hogtie
