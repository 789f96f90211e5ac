#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/data/data_origin.h"

namespace hogtie {

/// One row of a data set: its non-zeros by ascending coordinate, and its label.
struct Row {
  std::span<const std::uint32_t> indices;  ///< coordinates, from 0
  std::span<const double> values;          ///< as many; finite and not 0
  double label;
};

/// Labelled sparse rows of a file, in compressed sparse row form: the non-zeros of row i stand at
/// the positions row_offsets[i], ..., row_offsets[i + 1] - 1 of `indices` and `values`.
struct Dataset : DataOrigin {
  std::vector<std::size_t> row_offsets{0};  ///< rows() + 1 of them, not descending
  std::vector<std::uint32_t> indices;       ///< coordinates from 0, ascending within a row
  std::vector<double> values;               ///< finite and not 0
  std::vector<double> labels;               ///< one a row, finite
  std::size_t features = 0;                 ///< number of coordinates; every index is below it

  std::vector<std::size_t> lines;  ///< one a row: its line in the file, from 1

  std::size_t rows() const { return labels.size(); }

  Row row(std::size_t i) const {
    const std::size_t begin = row_offsets[i];
    const std::size_t count = row_offsets[i + 1] - begin;
    return {std::span(indices).subspan(begin, count), std::span(values).subspan(begin, count),
            labels[i]};
  }

  /// Has the processor fetch what a gradient of the row takes, while it is at something else: its
  /// first `count` non-zeros, and what follows if there are fewer. The same count at every call
  /// lets the processor foresee the end of the loop, and not wait to know where the row ends.
  ///
  /// Inline, since g++ takes a function that only fetches for one without effects and drops calls.
  [[gnu::always_inline]] void prefetch(std::size_t i, std::size_t count) const {
    constexpr std::size_t kLine = 64;
    __builtin_prefetch(&labels[i]);
    const std::uint32_t* const index = indices.data() + row_offsets[i];
    const double* const value = values.data() + row_offsets[i];
    for (std::size_t k = 0; k < count; k += kLine / sizeof *index) __builtin_prefetch(index + k);
    for (std::size_t k = 0; k < count; k += kLine / sizeof *value) __builtin_prefetch(value + k);
  }
  /// The same for where row i lies.
  [[gnu::always_inline]] void prefetch_place(std::size_t i) const {
    __builtin_prefetch(&row_offsets[i]);
  }
};

}  // namespace hogtie
