#pragma once

#include <cstdint>

#include "core/data/observed_matrix.h"

namespace hogtie {

/// A random matrix A B^T of low rank, of which each entry is observed with a probability, with
/// noise.
struct LowRankSettings {
  std::uint32_t rows = 1;
  std::uint32_t columns = 1;
  std::uint32_t rank = 1;  ///< At least 1: columns of A and B.
  double observed = 1;     ///< Probability, 0 to 1.
  double noise = 0;        ///< Standard deviation of Gaussian noise.
};

/// Draws it: entries of A and B are independent and normal, of the variance that gives those of
/// A B^T variance 1. The same for the same seed.
ObservedMatrix sample_low_rank(const LowRankSettings& settings, std::uint64_t seed);

}  // namespace hogtie
