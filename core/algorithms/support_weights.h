#pragma once

#include <vector>

#include "core/objectives/finite_sum.h"

namespace hogtie {

/// D of sparse variance reduction (Leblond, Pedregosa, Lacoste-Julien 2017): for each coordinate 1
/// over the fraction of samples in whose support it is, 0 where it is in none, so that the mean
/// over samples of D z, restricted to the sample's support, is z.
std::vector<double> support_weights(const FiniteSum& f);

}  // namespace hogtie
