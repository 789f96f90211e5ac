#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hogtie {

/// A matrix of which some entries are observed, each at most once.
struct ObservedMatrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::uint32_t> row;     ///< Of each entry observed, from 0, and as many
  std::vector<std::uint32_t> column;  ///< columns
  std::vector<double> value;          ///< and values, which are finite.

  std::string digest;  ///< Of the file that it was read from (FileBytes); empty where it was not.
};

}  // namespace hogtie
