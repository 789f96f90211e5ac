#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace hogtie {

/// One row of a data set: its non-zeros by ascending coordinate, and its label.
struct Row {
  std::span<const std::uint32_t> indices;  ///< coordinates, from 0
  std::span<const double> values;          ///< as many; finite and not 0
  double label;
};

/// Labelled sparse rows, in compressed sparse row form: the non-zeros of row i stand at the
/// positions row_offsets[i], ..., row_offsets[i + 1] - 1 of `indices` and `values`.
struct Dataset {
  std::vector<std::size_t> row_offsets{0};  ///< rows() + 1 of them, not descending
  std::vector<std::uint32_t> indices;       ///< coordinates from 0, ascending within a row
  std::vector<double> values;               ///< finite and not 0
  std::vector<double> labels;               ///< one a row, finite
  std::size_t features = 0;                 ///< number of coordinates; every index is below it

  std::string path;                ///< where the rows were read
  std::vector<std::size_t> lines;  ///< one a row: its line in that file, from 1
  std::string digest;              ///< XXH3-128 of that file's bytes: 32 hexadecimal digits

  std::size_t rows() const { return labels.size(); }

  Row row(std::size_t i) const {
    const std::size_t begin = row_offsets[i];
    const std::size_t count = row_offsets[i + 1] - begin;
    return {std::span(indices).subspan(begin, count), std::span(values).subspan(begin, count),
            labels[i]};
  }

  /// Has the processor fetch what a gradient of the row takes, while it is at something else.
  void prefetch(std::size_t i) const {
    constexpr std::size_t kLine = 64 / sizeof(double);
    __builtin_prefetch(&labels[i]);
    for (std::size_t k = row_offsets[i]; k < row_offsets[i + 1]; k += kLine) {
      __builtin_prefetch(&values[k]);
    }
  }
};

}  // namespace hogtie
