#pragma once

#include <span>

#include "core/statistics/count_distribution.h"
#include "core/statistics/permutation_test.h"

namespace hogtie {

/// The two-sample Kolmogorov-Smirnov distance, the largest difference between the distribution
/// functions: 0 where they are the same, 1 where one lies above the other, and 0 where one is of no
/// values. From CountDistribution::kExact on values count as the smallest of their bucket.
double ks_distance(const CountDistribution& a, const CountDistribution& b);

/// The distance between two samples of runs, each pooled, and its p-value by a permutation test
/// over runs: the values within a run depend on each other, so that the textbook's p-value, which
/// takes all of them for independent, would be far too small. Throws std::invalid_argument for a
/// sample without runs.
PermutationTest ks_test(std::span<const CountDistribution> first,
                        std::span<const CountDistribution> second);

}  // namespace hogtie
