#pragma once

#include <cstddef>
#include <cstdint>

#include "core/data/dataset.h"

namespace hogtie {

/// Two parts of a data set: each row is in one of them, in the order of the whole.
struct DatasetSplit {
  Dataset training;
  Dataset test;
};

/// Puts each row into the test part with probability `test_fraction`, by a coin of its own that
/// depends on the seed and the row's number alone. Both parts have the features of the whole, and
/// either can be without rows.
DatasetSplit split_dataset(const Dataset& data, double test_fraction, std::uint64_t seed);

/// The data set with so many features: values of others are left out.
Dataset with_features(const Dataset& data, std::size_t features);

}  // namespace hogtie
