#pragma once

#include <cstdint>
#include <string>

#include "core/data/data_source.h"
#include "core/data/dataset.h"

namespace hogtie {

/// The largest index that a file may use, and so the largest number of features.
inline constexpr std::uint64_t kLargestIndex = 10'000'000;

/// Reads a file in LIBSVM format, plain or compressed (FileBytes), of the size that for_each_line
/// allows.
///
/// A line holds one row, `label index:value index:value ...`, with whole indices from 1 (or 0, as
/// the source says) in ascending order and finite values; `#` starts a comment, and lines without a
/// row are skipped. A value of 0, or too small for a double, counts towards the number of features
/// and is not stored. Values are the doubles nearest to the decimals. A `qid:number` behind the
/// label is left out, with a note. Throws InputError, a DataError that names the line, for anything
/// else.
Dataset read_dataset(const DataSource& source);
inline Dataset read_dataset(const std::string& path) {
  return read_dataset(DataSource{path});
}

}  // namespace hogtie
