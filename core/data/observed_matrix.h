#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/data/data_origin.h"

namespace hogtie {

/// A matrix of which some entries are observed, each at most once: read from a file, or sampled.
struct ObservedMatrix : DataOrigin {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::uint32_t> row;     ///< Row of each entry observed, from 0, and as many
  std::vector<std::uint32_t> column;  ///< columns
  std::vector<double> value;          ///< and values, which are finite.
};

}  // namespace hogtie
